"""The settings in words."""
