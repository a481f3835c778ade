"""Reads the container of an old Excel file, and refuses one with sectors that run in a ring.

Calamine would follow such a ring until the memory is full.

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
    """Raise UnreadableFileError if a chain of sectors of an OLE compound file is a ring."""
    compound = OleFile(data) if len(data) >= 512 else None
    if compound is None or not compound.sound:
        raise UnreadableFileError(DAMAGED, where=name, remedy=AGAIN)


class OleFile:
    """An OLE compound file. Its streams can be read if it is `sound`."""

    def __init__(self, data: bytes) -> None:
        header = _HEADER.unpack_from(data)
        self.data = data
        self.size = 1 << header[3] if header[3] in _SECTOR_SHIFTS else 0
        self.sound = bool(self.size)
        self.directory, self.cutoff = header[7], header[8]
        self.links: Links = ()
        self.small_links: Links = ()
        if self.sound:
            self.links = self._read_links(list(self._list_table_sectors(header[11], header[13:])))
            self.sound = not _has_ring(self.links)
        if self.sound:
            self.small_links = self._read_links(list(_follow_chain(self.links, header[9])))
            self.sound = not _has_ring(self.small_links)

    def read_stream(self, *names: str) -> bytes:
        """Return the first stream with one of the names, in any case; b"" if there is none."""
        entries = self._read_chain(self.directory)
        small = b""
        for at in range(0, len(entries) - _ENTRY.size + 1, _ENTRY.size):
            name, length, kind, start, size = _ENTRY.unpack_from(entries, at)
            if kind == _ROOT:
                small = self._read_chain(start)
            if name[: max(length - 2, 0)].decode("utf-16-le", "replace").casefold() in names:
                if (size & 0xFFFFFFFF) >= self.cutoff:
                    return self._read_chain(start)
                parts = _follow_chain(self.small_links, start)
                return b"".join(small[at * _SMALL : (at + 1) * _SMALL] for at in parts)
        return b""

    def _read_sector(self, number: int) -> bytes:
        return self.data[(number + 1) * self.size : (number + 2) * self.size]

    def _read_chain(self, start: int) -> bytes:
        return b"".join(map(self._read_sector, _follow_chain(self.links, start)))

    def _list_table_sectors(self, more: int, first: tuple[int, ...]) -> Iterator[int]:
        """Yield the sectors that hold the table of links.

        The header names 109; the rest are in a list of their own, and each part names the next.
        """
        last = len(self.data) // self.size
        yield from (number for number in first if number < last)
        seen: set[int] = set()
        while more < last and more not in seen:
            seen.add(more)
            numbers = _unpack_numbers(self._read_sector(more))
            yield from (number for number in numbers[:-1] if number < last)
            more = numbers[-1] if numbers else last

    def _read_links(self, sectors: list[int]) -> Links:
        """Return the sector that follows each sector; a number that is too large means the end."""
        return _unpack_numbers(b"".join(map(self._read_sector, sectors)))


def _unpack_numbers(block: bytes) -> Links:
    return struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4])


def _has_ring(links: Links) -> bool:
    """Return whether a chain of sectors never ends.

    Each sector is walked through once: a walk that meets one of its own goes round.
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


def _follow_chain(links: Links, start: int) -> Iterator[int]:
    """Yield the sectors from `start` on; there must be no ring."""
    while start < len(links):
        yield start
        start = links[start]
