"""Who asked for digests, what was sent, and private addresses."""
