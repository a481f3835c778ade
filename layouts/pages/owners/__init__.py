"""The page of who holds which actions."""
