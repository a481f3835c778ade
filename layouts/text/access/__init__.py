"""What someone may see, and why, in words."""
