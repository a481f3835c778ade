"""Read the files a council edits: the only modules of `indicators` that open files by name."""
