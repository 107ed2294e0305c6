"""工作台 and the packet dialog: what is due, and how it is handed in."""
