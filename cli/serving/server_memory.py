"""The memory of the server's processes: what they share, and what they give back."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
"""Numbers of the GNU C library's settings."""
_MEMORY_SETTINGS = {_M_ARENA_MAX: 1, _M_MMAP_THRESHOLD: 32 * 1024, _M_TRIM_THRESHOLD: 128 * 1024}
_NEW_OBJECTS = 20_000
"""Objects between two searches among the newest: a page's rows are more than the usual 700."""


@contextmanager
def load_to_share() -> Iterator[None]:
    """Load meanwhile what the workers share once they are forked.

    Nothing is searched for garbage: searching all that is loaded again and again took a quarter of
    the start, and found less than 1 MB.
    """
    limit_unused_memory()
    gc.disable()
    try:
        yield
        freeze_start()
        give_back_free_memory()
    finally:
        gc.enable()


def freeze_start() -> None:
    """Leave all that was loaded at the start out of every later search for garbage.

    It stays for as long as the process. Searching it again took a quarter of a page's time, and
    writes to memory that the workers share until somebody writes to it.
    """
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)


def limit_unused_memory() -> None:
    """Have the C library give memory back to the system, in place of keeping it for each thread.

    All threads share one heap, so a page's memory is used again by the next one, whichever thread
    renders it. A kept page has a mapping of its own: between small objects it would leave a hole
    when it goes. Other C libraries have no such settings.
    """
    change = getattr(ctypes.CDLL(None), "mallopt", None)
    if change is not None:
        for setting, value in _MEMORY_SETTINGS.items():
            change(setting, value)


def give_back_free_memory() -> None:
    """Have the C library give back what lies free between what is used: loading left 2.5 MB."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
