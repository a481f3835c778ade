"""Words: labels, number formats, captions and sentences."""
