"""Tables of areas that somebody uploads for a new council."""
