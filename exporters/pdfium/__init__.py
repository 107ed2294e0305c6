"""PDF files read and drawn by PDFium in a child process, so that a bad file costs a sentence and never the window."""

#: The argument that makes the program, where it is one file without a Python beside it, this child and no window.
WORKER_ARGUMENT = "--read-pdf-for-parent"
