"""A pause of Python's search for garbage while a release is prepared."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def pause_garbage_search() -> Iterator[None]:
    """Search for no garbage meanwhile, in this process.

    A release is made of very many small objects without cycles. To search them again and again took
    a third of the time. What is not used any more is given back as always.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
