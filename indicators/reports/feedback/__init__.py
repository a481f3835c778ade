"""The feedback of parents: what a viewer may see and change, and the board."""
