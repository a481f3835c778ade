"""What charts on several pages share."""
