"""Turn a sheet and a profile into observations and refusals."""
