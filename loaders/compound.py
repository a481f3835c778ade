"""Holds off an old Excel file whose sectors run in a ring, which calamine would follow until the
memory is full and the program with it."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from indicators.errors import UnreadableFile
from loaders.sniff import AGAIN, DAMAGED

_HEADER = struct.Struct("<24xHHHHH6xIII4xIIIII109I")
_LAST_SECTOR = 0xFFFFFFFA
_SECTOR_SHIFTS = (9, 12)

Links = NDArray[np.int64]


def guard_compound(data: bytes, name: str) -> None:
    """Raises UnreadableFile where a chain of sectors of an OLE compound file returns to itself.

    Source of the layout: Microsoft, [MS-CFB] Compound File Binary File Format, section 2."""
    if len(data) < 512 or not _in_order(data):
        raise UnreadableFile(DAMAGED, where=name, remedy=AGAIN)


def _in_order(data: bytes) -> bool:
    header = _HEADER.unpack_from(data)
    shift, small_start = header[3], header[9]
    if shift not in _SECTOR_SHIFTS:
        return False
    size = 1 << shift
    tables = list(_table_sectors(data, header[11], header[13:], size))
    links = _links(data, tables, size)
    if _has_ring(links):
        return False
    small = list(_chain(links, small_start))
    return not _has_ring(_links(data, small, size))


def _sector(data: bytes, number: int, size: int) -> bytes:
    return data[(number + 1) * size : (number + 2) * size]


def _table_sectors(data: bytes, more: int, first: tuple[int, ...], size: int) -> Iterator[int]:
    """The sectors that hold the table of links: 109 named in the header, the rest in a list of
    their own, each part of which names the next."""
    last = len(data) // size
    yield from (number for number in first if number < last)
    seen: set[int] = set()
    while more < last and more not in seen:
        seen.add(more)
        block = _sector(data, more, size)
        numbers = np.frombuffer(block[: len(block) // 4 * 4], "<u4").tolist()
        yield from (number for number in numbers[:-1] if number < last)
        more = numbers[-1] if numbers else _LAST_SECTOR


def _links(data: bytes, sectors: list[int], size: int) -> Links:
    """For each sector the one that follows it; their number itself stands for the end."""
    table = b"".join(_sector(data, number, size) for number in sectors)
    links = np.frombuffer(table[: len(table) // 4 * 4], "<u4").astype(np.int64)
    return np.where(links < len(links), links, len(links))


def _has_ring(links: Links) -> bool:
    """Whether some sector never comes to an end: following all links at once, twice as far each
    time, takes every other one there."""
    far = np.append(links, len(links))
    for _ in range(len(links).bit_length()):
        far = far[far]
    return bool((far != len(links)).any())


def _chain(links: Links, start: int) -> Iterator[int]:
    """The sectors from `start` on; there must be no ring."""
    while start < len(links):
        yield start
        start = int(links[start])
