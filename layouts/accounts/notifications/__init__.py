"""Notifications of users: digests by e-mail, feeds and calendars."""
