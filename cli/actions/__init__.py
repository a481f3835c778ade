"""Commands about actions."""
