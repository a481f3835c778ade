"""What parents said, what was done about it, and when they were informed."""
