"""The container of an old Excel file: finds the workbook in it, and holds off one whose sectors run
in a ring, which calamine would follow until its memory is full.

Source of the layout: Microsoft, [MS-CFB] Compound File Binary File Format, section 2.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator, Sequence

from indicators.domain.errors import UnreadableFileError
from loaders.readers.file_type import AGAIN, DAMAGED

_HEADER = struct.Struct("<24xHHHHH6xIII4xIIIII109I")
_ENTRY = struct.Struct("<64sHB49xIQ")
_SECTOR_SHIFTS = (9, 12)
_SMALL = 64
_ROOT = 5

Links = Sequence[int]


def guard_ole(data: bytes, name: str) -> None:
    """Raises UnreadableFile where a chain of sectors of an OLE compound file returns to itself."""
    compound = OleFile(data) if len(data) >= 512 else None
    if compound is None or not compound.sound:
        raise UnreadableFileError(DAMAGED, where=name, remedy=AGAIN)


class OleFile:
    """An OLE compound file. Its streams can be read where it is `sound`."""

    def __init__(self, data: bytes) -> None:
        header = _HEADER.unpack_from(data)
        self.data = data
        self.size = 1 << header[3] if header[3] in _SECTOR_SHIFTS else 0
        self.sound = bool(self.size)
        self.directory, self.cutoff = header[7], header[8]
        self.links: Links = ()
        self.small_links: Links = ()
        if self.sound:
            self.links = self._table(list(self._table_sectors(header[11], header[13:])))
            self.sound = not _has_ring(self.links)
        if self.sound:
            self.small_links = self._table(list(_chain(self.links, header[9])))
            self.sound = not _has_ring(self.small_links)

    def stream(self, *names: str) -> bytes:
        """The first stream with one of the names, whatever its case; b"" where there is none."""
        entries = self._chained(self.directory)
        small = b""
        for at in range(0, len(entries) - _ENTRY.size + 1, _ENTRY.size):
            name, length, kind, start, size = _ENTRY.unpack_from(entries, at)
            if kind == _ROOT:
                small = self._chained(start)
            if name[: max(length - 2, 0)].decode("utf-16-le", "replace").casefold() in names:
                if (size & 0xFFFFFFFF) >= self.cutoff:
                    return self._chained(start)
                parts = _chain(self.small_links, start)
                return b"".join(small[at * _SMALL : (at + 1) * _SMALL] for at in parts)
        return b""

    def _sector(self, number: int) -> bytes:
        return self.data[(number + 1) * self.size : (number + 2) * self.size]

    def _chained(self, start: int) -> bytes:
        return b"".join(map(self._sector, _chain(self.links, start)))

    def _table_sectors(self, more: int, first: tuple[int, ...]) -> Iterator[int]:
        """The sectors that hold the table of links: 109 named in the header, the rest in a list of
        their own, each part of which names the next.
        """
        last = len(self.data) // self.size
        yield from (number for number in first if number < last)
        seen: set[int] = set()
        while more < last and more not in seen:
            seen.add(more)
            numbers = _numbers(self._sector(more))
            yield from (number for number in numbers[:-1] if number < last)
            more = numbers[-1] if numbers else last

    def _table(self, sectors: list[int]) -> Links:
        """For each sector the one that follows it; too large a number stands for the end."""
        return _numbers(b"".join(map(self._sector, sectors)))


def _numbers(block: bytes) -> Links:
    return struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4])


def _has_ring(links: Links) -> bool:
    """Whether some sector never comes to an end. Each is walked through once: who meets one of
    their own walk goes round.
    """
    walked = array("q", bytes(8 * len(links)))
    for start in range(len(links)):
        at = start
        while at < len(links) and not walked[at]:
            walked[at] = start + 1
            at = links[at]
        if at < len(links) and walked[at] == start + 1:
            return True
    return False


def _chain(links: Links, start: int) -> Iterator[int]:
    """The sectors from `start` on; there must be no ring."""
    while start < len(links):
        yield start
        start = links[start]
