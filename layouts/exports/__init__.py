"""Workbooks: a sheet is another page, filled from the same reports in the same words."""
