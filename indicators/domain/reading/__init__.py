"""The shapes in which figures are read."""
