"""Suppression of small numbers, and the attack that tests it. Pure."""
