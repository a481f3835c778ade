"""The page that compares two councils."""
