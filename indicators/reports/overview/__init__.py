"""What a reader sees or looks for first: priorities of a place, and the search."""
