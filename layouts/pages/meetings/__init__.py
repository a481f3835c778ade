"""Meetings of a team: the list, the page for the meeting itself, and the minutes."""
