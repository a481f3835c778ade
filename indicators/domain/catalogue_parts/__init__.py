"""The parts of the council's catalogue: definitions, targets, validation rules."""
