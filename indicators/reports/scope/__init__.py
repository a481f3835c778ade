"""What a viewer is shown, and in which words the rest is refused."""
