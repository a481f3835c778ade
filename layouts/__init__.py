"""Pages, sheets and the read API: rows out, in words and marks a person can use."""
