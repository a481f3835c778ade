"""Which cells of a sheet are hidden or merged, and what that means for the others."""
