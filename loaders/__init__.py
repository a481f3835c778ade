"""Extracts in: a file of any usual kind to observations, refusals and one record of the load."""
