"""The cohort page."""
