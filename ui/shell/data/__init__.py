"""What the window does with all data at once: back up, restore, go back to the last good state, rescue what is open."""
