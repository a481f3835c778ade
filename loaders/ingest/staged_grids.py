"""Files that wait for a person, with their cells: a file is read once, when it is staged."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from indicators.domain.errors import UserError
from indicators.domain.loads import StagedFile
from indicators.store.moments import strip_zone
from indicators.store.originals import PART_BYTES
from indicators.store.staging import StagedFiles
from loaders.ingest.declared_counts import read_checked_grid
from loaders.ingest.previous_loads import hash_file
from loaders.readers.grid import Grid
from loaders.readers.grid_storage import decode_grid, encode_grid

_DAMAGED = (zlib.error, ValueError, KeyError, TypeError, IndexError)
"""What decoding raises for cells that are not as they were stored."""


def describe_file(
    path: Path, *, now: datetime, who: str = "", source: str = "", visitor: str = ""
) -> StagedFile:
    """Return what is known of a file before it is staged."""
    at = strip_zone(now)
    return StagedFile(hash_file(path), path.name, path.stat().st_size, at, who, source, visitor)


def stage_file(
    staging: StagedFiles, path: Path, grid: Grid, staged: StagedFile
) -> StagedFile | None:
    """Stage a file that was read as `grid`, until a person loads or discards it.

    Returns None if the file was collected and a person has discarded it before.
    """
    if not staging.keep(staged, _read_pieces(path)):
        return None
    staging.keep_cells(staged.sha256, encode_grid(grid, PART_BYTES))
    return staged


def read_staged_grid(staging: StagedFiles, staged: StagedFile) -> Grid:
    """Return the cells of a staged file, which are stored with it.

    One that was staged by an earlier version has none, or in another format: it is read again. So
    is one whose cells are damaged, since the file itself is there and its hash is checked.
    """
    try:
        grid = decode_grid(staged.file, staging.read_cells(staged.sha256))
    except _DAMAGED:
        grid = None
    if grid is not None:
        return grid
    with open_staged_file(staging, staged) as path:
        grid = read_checked_grid(staging.engine, path)
    staging.keep_cells(staged.sha256, encode_grid(grid, PART_BYTES))
    return grid


@contextmanager
def open_staged_file(staging: StagedFiles, staged: StagedFile) -> Iterator[Path]:
    """Write a staged file to a temporary folder, under its own name, for as long as it is used."""
    with TemporaryDirectory(prefix="upload-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / staged.file
        digest = hashlib.sha256()
        with path.open("wb") as file:
            for piece in staging.read_pieces(staged.sha256):
                digest.update(piece)
                file.write(piece)
        if digest.hexdigest() != staged.sha256:  # it was discarded in the meantime
            raise UserError("This file is no longer waiting.", remedy="Upload it again.")
        yield path


def _read_pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PART_BYTES):
            yield piece
