"""The read API: the same figures and verdicts as the pages show, for programs."""
