"""Which files were loaded before, told by their content; quick, for each start asks."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from indicators.domain.errors import UserError
from indicators.domain.loads import Load
from indicators.store.observations import IndicatorTable
from loaders.parsing.period_formats import find_period


def list_not_loaded(table: IndicatorTable, paths: Sequence[Path]) -> list[Path]:
    """Those of the files that were never loaded whole, in the order given. One that was undone is
    not among them: only a person who asks for it brings it back.
    """
    hashes = {path: hash_file(path) for path in paths}
    before = table.history.find_complete_loads(hashes.values())
    return [path for path, sha256 in hashes.items() if sha256 not in before]


def find_complete_load(table: IndicatorTable, name: str, sha256: str) -> Load | None:
    """The load that took this very file in with nothing refused. One that is now named for another
    month is none: its name may be what says of which month its figures are.
    """
    before = table.history.find_complete_load(sha256)
    return before if before and _of_one_month(name, before.file) else None


def was_undone(table: IndicatorTable, name: str, sha256: str) -> bool:
    """Whether a person undid the latest load of this very file, named for the same month."""
    before = table.history.find_undone_load(sha256)
    return before is not None and _of_one_month(name, before.file)


def _of_one_month(name: str, before: str) -> bool:
    return find_period(name) in (None, find_period(before))


def hash_file(path: Path) -> str:
    """The file's SHA-256; a file that cannot be opened is a UserError."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise build_open_error(path, error) from None


def build_open_error(path: Path, error: OSError) -> UserError:
    return UserError(
        f"The file cannot be opened: {error.strerror or error}.",
        where=path.name,
        remedy="Check its name and that you may read it.",
    )
