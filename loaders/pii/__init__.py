"""Detect files that look like lists of people."""
