"""The page of more indicators."""
