"""The user's data on disk: one SQLite database, its backups, archives, and the guard of the single window."""
