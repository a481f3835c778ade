"""Reads the action sheets that champions send back."""
