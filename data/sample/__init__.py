"""Synthetic extracts of the three services, so that a fresh start has something to show."""
