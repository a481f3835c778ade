"""The actions in the database."""
