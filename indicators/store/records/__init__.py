"""What teams entered in their records, in the database."""
