"""Filled or blank forms in, files out: one module for each format, behind one small registry."""
