"""The programme's other records: pure rules of scores, counts, bands and changes."""
