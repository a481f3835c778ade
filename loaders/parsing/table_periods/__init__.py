"""The periods of a table: where it says them, and what must be asked about them."""
