"""Writes what is sent into a file, up to a limit."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from indicators.domain.errors import UnreadableFileError
from loaders.readers import limits

_PART_BYTES = 1 << 20


def copy_limited(path: Path, content: IO[bytes], most_bytes: int) -> None:
    """Write a file. Raises UnreadableFileError if it is too large."""
    size = 0
    with path.open("wb") as file:
        while piece := content.read(_PART_BYTES):
            size += len(piece)
            if size > most_bytes:
                raise UnreadableFileError(
                    f"The file is larger than {most_bytes // limits.MEGABYTE} MB.",
                    where=path.name,
                    remedy="Remove what was added to the sheet, such as pictures.",
                )
            file.write(piece)
