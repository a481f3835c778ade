"""The indicator page."""
