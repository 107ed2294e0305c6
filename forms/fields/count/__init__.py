"""Counts: whole numbers as people write them, and why a text is none."""
