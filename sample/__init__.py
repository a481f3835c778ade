"""Synthetic extracts of the programme's services, so that a fresh start has something to show."""
