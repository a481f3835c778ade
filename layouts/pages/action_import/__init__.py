"""The page on which a team's action sheet is imported."""
