"""Several units in one database: which there are, what each has in use, what is settled, and all of it at a glance."""
