"""The tables of the ledger: what was published for sharing, in order.

Each release is checked against all before it, so none is ever changed or removed.
"""

from __future__ import annotations

import sqlalchemy as sa

from indicators.store.schema import BigKey, Code, metadata

release = sa.Table(
    "release",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("month", sa.Integer, nullable=False, index=True, comment="yyyymm"),
    sa.Column("event", BigKey, nullable=False, comment="the last event whose figures it has"),
    sa.Column("digest", sa.String(64), nullable=False, comment="hash of its exact figures"),
    sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("cells", sa.Integer, nullable=False),
    sa.Column("hidden", sa.Integer, nullable=False),
    sa.Column("small", sa.Integer, nullable=False),
    sa.Column("revealed", sa.Integer, nullable=False),
)

# The figures of each indicator, exact, with what was hidden of them.
release_table = sa.Table(
    "release_table",
    metadata,
    sa.Column("release_id", BigKey, sa.ForeignKey("release.id"), primary_key=True),
    sa.Column("indicator", Code, primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False, comment="JSON compressed by zlib"),
)
