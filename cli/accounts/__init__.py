"""Commands about people with an account."""
