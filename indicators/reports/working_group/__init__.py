"""What the operational working group looks at, across the teams."""
