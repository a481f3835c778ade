"""The pages of the programme's other records: the list, each kind, and the record of a team."""
