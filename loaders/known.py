"""Which files were loaded before, told by their content; quick, for each start asks."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from indicators.errors import UserError
from indicators.table import IndicatorTable


def not_loaded(table: IndicatorTable, paths: Sequence[Path]) -> list[Path]:
    """Those of the files that were never loaded whole, in the order given. One that was undone is
    not among them: only a person who asks for it brings it back."""
    hashes = {path: file_hash(path) for path in paths}
    before = table.whole_loads(hashes.values())
    return [path for path, sha256 in hashes.items() if sha256 not in before]


def file_hash(path: Path) -> str:
    """The file's SHA-256; a file that cannot be opened is a UserError."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise cannot_be_opened(path, error) from None


def cannot_be_opened(path: Path, error: OSError) -> UserError:
    return UserError(
        f"The file cannot be opened: {error.strerror or error}.",
        where=path.name,
        remedy="Check its name and that you may read it.",
    )
