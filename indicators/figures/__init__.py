"""Figures from observations: series of months, pooled places, verdicts and icons."""
