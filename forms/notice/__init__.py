"""A notice: what an office asks for, and when it is due."""
