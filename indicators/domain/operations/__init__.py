"""How an installation is kept well: what runs by itself, and how that went."""
