"""One function for each question a page asks."""
