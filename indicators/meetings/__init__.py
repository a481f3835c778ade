"""Meetings of the teams: what they look at, and what they record."""
