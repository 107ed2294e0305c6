"""PDF files read and drawn by PDFium in a child process, so that a bad file costs a sentence and never the window."""
