"""A document as an Excel workbook, and back from it."""
