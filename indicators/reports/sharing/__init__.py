"""The shared view: figures that may leave the sharing agreement."""
