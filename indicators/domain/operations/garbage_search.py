"""A pause of Python's search for garbage while very many small objects are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def pause_garbage_search() -> Iterator[None]:
    """Search for no garbage meanwhile, in this process.

    A release and a PDF are made of very many small objects that are all in use until it is done.
    To search them again and again took a third of the time. What is not used any more is given back
    as always; only cycles have to wait.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
