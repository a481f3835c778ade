"""Files kept in parts by their hash, so that every machine can return them.

They are the originals of loaded files, and the files that wait for a person.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing

import sqlalchemy as sa

from indicators.store.schema import original

PART_BYTES = 4 * 1024 * 1024
_QUICK, _PACKED = 1, 0  # text shrinks to a quarter even so; a workbook is packed already


def keep_original(
    connection: sa.Connection, sha256: str, pieces: Iterable[bytes], parts: sa.Table = original
) -> None:
    """Keep a file, piece by piece. One that is kept already is read, and not kept twice."""
    held = connection.scalar(sa.select(parts.c.part).where(parts.c.sha256 == sha256).limit(1))
    effort = _QUICK
    for part, piece in enumerate(pieces):
        if part == 0 and piece.startswith(b"PK"):
            effort = _PACKED
        if held is None:
            row = {"sha256": sha256, "part": part, "content": zlib.compress(piece, effort)}
            connection.execute(sa.insert(parts), row)


def read_pieces(
    connection: sa.Connection, sha256: str, parts: sa.Table = original
) -> Iterator[bytes]:
    """Yield the file's bytes in pieces; nothing if it was not kept."""
    wanted = (
        sa.select(parts.c.content)
        .where(parts.c.sha256 == sha256)
        .order_by(parts.c.part)
        .execution_options(yield_per=1)
    )
    with closing(connection.scalars(wanted)) as contents:  # also if a piece is damaged
        for content in contents:
            yield zlib.decompress(content)
