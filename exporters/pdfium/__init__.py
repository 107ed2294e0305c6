"""PDF files read and drawn by PDFium, one call at a time in the whole process."""
