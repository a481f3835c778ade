"""Sending digests by e-mail."""
