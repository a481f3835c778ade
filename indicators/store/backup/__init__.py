"""Backups: one encrypted file with every row of a database, and its way back into another."""
