"""What teams do about the figures, in the read API: actions, meetings, escalations, digests."""
