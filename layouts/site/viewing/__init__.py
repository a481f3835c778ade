"""What a request looks at."""
