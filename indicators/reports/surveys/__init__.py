"""The staff surveys and what they show."""
