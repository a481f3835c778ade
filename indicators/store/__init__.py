"""All SQL: the tables, their migrations, and every read or write of them."""
