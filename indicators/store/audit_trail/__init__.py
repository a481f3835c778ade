"""The audit log in the database: its tables, its chain of hashes, and questions to it."""
