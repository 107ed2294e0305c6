"""Telephone numbers: what a text means (``read``), why one is refused (``refuse``), and the types (``types``)."""
