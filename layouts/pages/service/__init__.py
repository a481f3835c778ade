"""The service page."""
