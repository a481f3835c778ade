"""What pages read: statements that are built once."""
