"""What is declared in files: notices, forms, the profile, values; read, checked and turned into the domain's data."""
