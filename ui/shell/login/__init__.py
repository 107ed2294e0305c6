"""The reminder at log-in: whether it is wished for, and how it is shown."""
