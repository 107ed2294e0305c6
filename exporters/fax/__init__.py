"""PDF pages as a fax file (TIFF class F), its cover sheet, and what a page would lose."""
