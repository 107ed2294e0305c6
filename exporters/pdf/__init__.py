"""A printed sheet as PDF: laid out on pages, then drawn."""
