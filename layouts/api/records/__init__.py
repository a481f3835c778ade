"""What the read API says about the records of teams."""
