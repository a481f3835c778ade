"""Temporary files in memory, where there is room for them."""

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
ROOM = 4 * 1024**3
"""Bytes that must be free; all tests need about a quarter of it."""


def keep_temporary_files_in_memory(memory: Path = MEMORY, room: int = ROOM) -> None:
    """Let this process and those it starts make their temporary files in memory, if they can.

    On a disk, each commit of SQLite waits for it, and a copy of a database of PostgreSQL takes ten
    times as long. TMPDIR names another place.
    """
    if "TMPDIR" in os.environ or not memory.is_dir() or not os.access(memory, os.W_OK):
        return
    # Containers often have little room there, and some systems run no programs from it.
    runs_no_program = os.statvfs(memory).f_flag & getattr(os, "ST_NOEXEC", 0)
    if shutil.disk_usage(memory).free >= room and not runs_no_program:
        os.environ["TMPDIR"] = str(memory)
        tempfile.tempdir = None  # it is found again
