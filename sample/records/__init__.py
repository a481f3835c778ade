"""The records of the sample."""
