"""The meetings in the database."""
