"""The steps of signing in."""
