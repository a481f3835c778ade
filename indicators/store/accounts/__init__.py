"""Users, how they prove who they are, their sessions and their tokens."""
