"""Two councils side by side."""
