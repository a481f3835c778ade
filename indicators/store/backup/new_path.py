"""A file or folder that a restore begins, and that is gone again if the restore is refused."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from indicators.store.opening.database_address import find_file, read_address


@contextmanager
def begin_path(path: Path, *, is_folder: bool = False) -> Iterator[None]:
    """Make a new file or folder, with the folders above it. What fails later removes them again.

    Raises OSError if it is there already, so that only who made it removes it.
    """
    above = [each for each in path.parents if not each.exists()]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.mkdir() if is_folder else path.touch(exist_ok=False)
    try:
        yield
    except BaseException:
        shutil.rmtree(path) if is_folder else path.unlink(missing_ok=True)
        with suppress(OSError):  # somebody put something else there meanwhile
            for each in above:
                each.rmdir()
        raise


@contextmanager
def begin_database(url: str) -> Iterator[None]:
    """Do the same for the SQLite file of a database that is not there yet."""
    file = find_file(read_address(url))
    if file is None or file.exists():
        yield
        return
    with begin_path(file):
        yield
