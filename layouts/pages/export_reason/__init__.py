"""The page that asks why someone needs exact small numbers."""
