"""The pages of parent feedback."""
