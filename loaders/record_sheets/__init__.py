"""Reads workbooks of records that come back."""
