"""What changed since last month."""
