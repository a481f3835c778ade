"""The settings that people change in the browser."""
