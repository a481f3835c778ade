"""Actions of the teams: what they hold, how they change, and how two changes meet. Pure."""
