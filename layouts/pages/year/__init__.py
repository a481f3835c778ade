"""One team in a year."""
