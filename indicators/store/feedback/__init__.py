"""The feedback of parents in the database."""
