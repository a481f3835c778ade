"""A folder for the temporary files of one run, which the next run removes if this one is killed.

What a person uploads lies in it while it is read, so nothing of it may stay behind.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from indicators.domain.errors import UserError

_LOCK = ".lock"
_VARIABLE = "TMPDIR"
"""Where the processes that read files look for a folder for theirs."""


@contextmanager
def open_work_folder(parent: Path | None = None) -> Iterator[Path]:
    """Put temporary files of this process and its children into a folder, and remove it at the end.

    The folder's lock ends with the last process that holds it, however that ends. Folders without a
    holder are removed first.
    """
    parent = parent or Path(tempfile.gettempdir()) / f"acting-early-{os.getuid()}"
    parent.mkdir(mode=0o700, exist_ok=True)
    if parent.is_symlink() or parent.stat().st_uid != os.getuid():
        raise UserError(
            f"{parent} belongs to another user.", remedy="Set TMPDIR to another folder."
        )
    _remove_abandoned(parent)
    owner, before = os.getpid(), (tempfile.tempdir, os.environ.get(_VARIABLE))
    with _take_lock(parent) as held:
        lock = Path(held.name)
        folder = lock.with_suffix("")
        folder.mkdir(mode=0o700)
        tempfile.tempdir = os.environ[_VARIABLE] = str(folder)
        try:
            yield folder
        finally:
            if os.getpid() == owner:  # a worker that was forked leaves it to its parent
                tempfile.tempdir = before[0]
                os.environ.pop(_VARIABLE)
                if before[1] is not None:
                    os.environ[_VARIABLE] = before[1]
                _remove(folder, lock)


def _take_lock(parent: Path) -> IO[bytes]:
    """Return a locked file with a name of its own."""
    while True:
        held = tempfile.NamedTemporaryFile(suffix=_LOCK, dir=parent, delete=False)  # noqa: SIM115
        fcntl.flock(held, fcntl.LOCK_EX)
        if Path(held.name).exists():  # another run may have found it before it was locked
            return held
        held.close()


def _remove_abandoned(parent: Path) -> None:
    """Remove the folders whose processes have all ended."""
    for lock in parent.glob(f"*{_LOCK}"):
        with suppress(OSError), lock.open("rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _remove(lock.with_suffix(""), lock)


def _remove(folder: Path, lock: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    lock.unlink(missing_ok=True)
