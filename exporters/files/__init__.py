"""Files as they leave the program: safe names, written whole or not at all, packed."""
