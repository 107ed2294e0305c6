"""What another source would put into a form, each blank to be taken or left: from an Excel file, from the profile."""
