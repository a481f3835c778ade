"""Why someone sees what they see."""
