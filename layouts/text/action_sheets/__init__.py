"""What is said about action sheets."""
