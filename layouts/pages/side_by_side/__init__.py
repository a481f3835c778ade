"""A few places side by side."""
