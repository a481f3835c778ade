"""What a council enters to be drawn on the charts of an indicator."""
