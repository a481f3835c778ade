"""The action sheet that a champion takes away, and how it comes back. Pure."""
