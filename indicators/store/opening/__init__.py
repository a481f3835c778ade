"""Opens a database: which one an address names, and whether its file is still the same."""
