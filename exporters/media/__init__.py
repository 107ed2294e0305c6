"""Photos and films that leave: the place they were taken at is taken out, what is seen stays bit for bit."""
