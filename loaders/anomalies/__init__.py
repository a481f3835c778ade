"""Find figures that are allowed but unlikely, for a person to confirm."""
