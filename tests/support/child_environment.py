"""What a process that reads a stranger's file finds in its environment."""

import os


def list_variables() -> bytes:
    """Return the names of the variables, one in a line."""
    return "\n".join(os.environ).encode()
