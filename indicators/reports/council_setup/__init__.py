"""Setting up a council in the browser."""
