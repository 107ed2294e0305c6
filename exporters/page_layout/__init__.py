"""Lays a document out on A4 pages: plain pages of texts and rules, which PDF, print, preview and fax all draw."""
