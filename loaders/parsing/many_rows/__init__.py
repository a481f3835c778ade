"""Figures of more than one row: added up, joined from their parts, or in merged cells."""
