"""A pause of Python's search for garbage while very many small objects are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_LOCK = Lock()
_PAUSES: list[bool] = []
"""Whether the search was on before each pause that is under way: it is one for all threads."""


@contextmanager
def pause_garbage_search() -> Iterator[None]:
    """Search for no garbage meanwhile, in this process: until the last of several pauses ends.

    A release, a matrix and a PDF are made of very many small objects that are all in use until it
    is done. To search them again and again took a third of the time. What is not used any more is
    given back as always; only cycles have to wait.
    """
    with _LOCK:
        _PAUSES.append(gc.isenabled())
        gc.disable()
    try:
        yield
    finally:
        with _LOCK:
            was_enabled = _PAUSES.pop()
            if was_enabled and not _PAUSES:
                gc.enable()
