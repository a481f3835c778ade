"""What a council changes in the browser instead of in its files."""
