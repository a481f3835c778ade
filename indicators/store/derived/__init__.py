"""Tables that follow from the current figures, kept in step with them in the same transaction."""
