"""The memory of the server's processes: what they share, and what they give back."""

from __future__ import annotations

import ctypes
import gc

_M_ARENA_MAX, _ARENAS = -8, 2
_NEW_OBJECTS = 20_000
"""Objects between two searches among the newest: a page's rows are more than the usual 700."""


def freeze_start() -> None:
    """Leave all that was loaded at the start out of every later search for garbage.

    It stays for as long as the process. Searching it again took a quarter of a page's time, and
    writes to memory that the workers share until somebody writes to it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)


def limit_arenas() -> None:
    """Let the threads of a process share two heaps; the C library gives each thread one of its own.

    A page's memory is then used again by the next one, whichever thread renders it. Other C
    libraries have no such setting.
    """
    setting = getattr(ctypes.CDLL(None), "mallopt", None)
    if setting is not None:
        setting(_M_ARENA_MAX, _ARENAS)
