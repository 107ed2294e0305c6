"""Find fonts for the roles of a printed form, measure text with them, and embed what was used in a PDF."""
