"""The staff surveys in the database."""
