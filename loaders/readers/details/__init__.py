"""Find what python-calamine leaves out: errors, number formats, hidden and merged cells."""
