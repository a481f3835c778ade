"""Finds which files were loaded before, by their content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from indicators.domain.errors import UserError
from indicators.domain.loads import Load
from indicators.store.observations import IndicatorTable
from indicators.store.originals import PART_BYTES
from loaders.periods.period_search import find_period


def list_not_loaded(table: IndicatorTable, paths: Sequence[Path]) -> list[Path]:
    """Return those of the files that were never loaded completely, in the order given.

    A file with a load that was undone is left out: only a person loads it again.
    """
    hashes = {path: hash_file(path) for path in paths}
    before = table.history.find_complete_loads(hashes.values())
    return [path for path, sha256 in hashes.items() if sha256 not in before]


def find_complete_load(table: IndicatorTable, name: str, sha256: str) -> Load | None:
    """Return the load of this same file with nothing refused, or None.

    It does not count if the file is now named for another month, since the name may say of which
    month its figures are.
    """
    before = table.history.find_complete_load(sha256)
    return before if before and _is_same_month(name, before.file) else None


def is_undone(table: IndicatorTable, name: str, sha256: str) -> bool:
    """Return whether a person undid the latest load of this file, named for the same month."""
    before = table.history.find_undone_load(sha256)
    return before is not None and _is_same_month(name, before.file)


def _is_same_month(name: str, before: str) -> bool:
    return find_period(name) in (None, find_period(before))


def hash_file(path: Path) -> str:
    """Return the file's SHA-256. Raises UserError if it cannot be opened."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise build_open_error(path, error) from None


def read_unchanged_pieces(path: Path, sha256: str) -> Iterator[bytes]:
    """Yield the file piece by piece. Raises UserError if it is not what was read before."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(PART_BYTES):
                digest.update(piece)
                yield piece
    except OSError as error:
        raise build_open_error(path, error) from None
    if digest.hexdigest() != sha256:
        raise UserError(
            "The file changed while it was being read.",
            where=path.name,
            remedy="Load it again when no program is writing to it.",
        )


def build_open_error(path: Path, error: OSError) -> UserError:
    """Return the error for a file that cannot be opened."""
    return UserError(
        f"The file cannot be opened: {error.strerror or error}.",
        where=path.name,
        remedy="Check its name and that you may read it.",
    )
