"""The comments page."""
