"""The pages on which settings are changed."""
