"""Apply the council's own validation rules to what was read."""
