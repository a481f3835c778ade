"""Digests as e-mail and feed, and calendars."""
