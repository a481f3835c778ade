"""The place page."""
