"""Propose a profile for an unknown file and try it."""
