"""The set-up of a council in the browser: what was entered, and the files that it became."""
