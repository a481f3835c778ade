"""The pages of staff surveys."""
