"""What a worker reads of a file."""

from __future__ import annotations

from dataclasses import dataclass

from loaders.readers.column_packing import PackedSheet


@dataclass(frozen=True, slots=True)
class RawFile:
    """The names of all sheets, the cells of those that were wanted, and the `hidden` sheets.

    `inside` is the name of the file in an archive; it is empty where there is no archive.
    """

    names: tuple[str, ...]
    sheets: dict[str, PackedSheet]
    hidden: tuple[str, ...] = ()
    inside: str = ""
