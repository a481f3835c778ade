"""What a fresh start has: the synthetic extracts, and the actions about them."""
