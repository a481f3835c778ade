"""The tables of operations: which installation a database is of, and the runs of its jobs."""
