"""Interfaces through which pages reach the loaders. Types only."""
