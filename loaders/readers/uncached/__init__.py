"""Find errors and formulas without a saved result, which python-calamine reads as empty cells."""
