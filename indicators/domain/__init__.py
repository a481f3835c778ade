"""Core types and the council's own files: periods, places, the catalogue, events and errors."""
