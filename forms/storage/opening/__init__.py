"""Opening the data, in whatever state they are: looking at the database, recovering it, bringing it up to date."""
