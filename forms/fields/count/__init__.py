"""A whole number, 0 or more: what a text means (``read``), why one is refused (``refuse``), and the type itself (``type``)."""
