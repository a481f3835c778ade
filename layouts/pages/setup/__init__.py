"""The set-up of a council."""
