"""The files of a new council: what was chosen for it, and the one writer of its `data/`."""
