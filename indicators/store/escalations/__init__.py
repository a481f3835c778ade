"""The escalations in the database."""
