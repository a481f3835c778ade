"""What loads changed or would change, and which figures have arrived."""
