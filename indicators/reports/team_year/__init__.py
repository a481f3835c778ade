"""The year of one team: its figures, its records and what it did about them."""
