"""Checks before a request reaches a page: other sites, and too many requests."""
