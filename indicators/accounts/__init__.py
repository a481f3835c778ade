"""Signing in, sessions, tokens and the administration of users."""
