"""Before Qt starts: how Chinese can be typed on this desktop, and what to say where it cannot."""
