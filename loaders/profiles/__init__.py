"""Profiles: what each kind of extract looks like, and where profiles are kept."""
