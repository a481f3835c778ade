"""What was changed in the browser instead of in the council's files."""
