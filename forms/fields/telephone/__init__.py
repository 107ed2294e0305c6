"""Telephone, mobile and fax numbers, and why a text is none."""
