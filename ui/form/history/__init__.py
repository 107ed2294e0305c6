"""The history of a form: its kept changes by day and sitting (``sittings``), as a tree (``tree``), in a window (``dialog``)."""
