"""The address of the sharing page, below which all that belongs to it is found."""

PATH = "/sharing"
