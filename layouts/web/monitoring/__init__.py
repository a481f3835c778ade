"""Figures about the server itself, for Prometheus."""
