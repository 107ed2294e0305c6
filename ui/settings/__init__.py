"""The page of settings and the unit's profile."""
