"""A place's dashboard as slides with native charts."""
