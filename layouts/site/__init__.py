"""What every page is made with: requests, views, templates and forms."""
