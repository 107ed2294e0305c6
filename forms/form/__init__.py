"""A form and what is filled in on it: blanks, rules, checks, findings."""
