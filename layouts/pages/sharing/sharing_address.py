"""The address of the sharing page, below which all that belongs to it is found."""

PATH = "/sharing"
INDICATOR = "indicator"
"""The query parameter with the indicator whose hidden figures are listed."""
