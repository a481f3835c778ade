"""Python's search for reference cycles, as the server needs it."""

from __future__ import annotations

import gc

_NEW_OBJECTS = 20_000
"""Objects between two searches among the newest: a page's rows are more than the usual 700."""


def freeze_start() -> None:
    """Leave all that was loaded at the start out of every later search for garbage.

    It stays for as long as the process. Searching it again took a quarter of a page's time, and
    writes to memory that the workers share until somebody writes to it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, 20, 20)
