"""A printed sheet as a Word file."""
