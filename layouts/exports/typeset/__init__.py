"""Markup as a PDF."""
