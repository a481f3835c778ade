"""The audit log in the database, and the rows that keep each change of a field."""
