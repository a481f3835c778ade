"""What was published for sharing: types."""
