"""The digest of a team and a month."""
