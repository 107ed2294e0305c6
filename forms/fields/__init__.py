"""Field types: each parses what people really type, keeps a normal form and formats it back. See ``base``."""
