"""The files as they came, kept by their hash, so that every machine can give them back."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

import sqlalchemy as sa

from indicators.schema import original

PART_BYTES = 4 * 1024 * 1024
_QUICK, _PACKED = 1, 0  # text shrinks to a quarter even so; a workbook is packed already


def keep(connection: sa.Connection, sha256: str, pieces: Iterable[bytes]) -> None:
    """Keep a file, piece by piece. One that is kept already is read, and not kept twice."""
    held = connection.scalar(sa.select(original.c.part).where(original.c.sha256 == sha256).limit(1))
    effort = _QUICK
    for part, piece in enumerate(pieces):
        if part == 0 and piece.startswith(b"PK"):
            effort = _PACKED
        if held is None:
            row = {"sha256": sha256, "part": part, "content": zlib.compress(piece, effort)}
            connection.execute(sa.insert(original), row)


def pieces_of(connection: sa.Connection, sha256: str) -> Iterator[bytes]:
    """The file's bytes, piece by piece; nothing if it was not kept."""
    wanted = (
        sa.select(original.c.content)
        .where(original.c.sha256 == sha256)
        .order_by(original.c.part)
        .execution_options(yield_per=1)
    )
    for content in connection.scalars(wanted):
        yield zlib.decompress(content)
