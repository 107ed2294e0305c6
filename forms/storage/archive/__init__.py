"""The whole data in one file, and back from it."""
