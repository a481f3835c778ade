"""What a team is sent when the figures of a month are complete, and its calendar."""
