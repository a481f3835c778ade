"""Sharing: what is published for anyone to read, and what could be inferred from it."""
