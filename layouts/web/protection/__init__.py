"""What stands between a request and the pages: other sites, and too many requests."""
