"""The command that writes the files of a new council."""
