"""Take a file from upload to commit."""
