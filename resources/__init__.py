"""Data that ships with the program: notices and forms as TOML, icons and styles."""
