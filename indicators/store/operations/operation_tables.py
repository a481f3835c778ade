"""The tables of operations."""

from __future__ import annotations

import sqlalchemy as sa

from indicators.store.schema import BigKey, metadata

# Which installation it is, in the first row. A restored database is of the same one. Each restore
# adds a row, by which a server notices that its database is another copy than before.
instance = sa.Table(
    "instance",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("code", sa.String(32), nullable=False, comment="random, made with the table"),
)

job_run = sa.Table(
    "job_run",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("started_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("ended_at", sa.DateTime, comment="UTC"),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("detail", sa.Text, nullable=False, server_default=""),
    sa.Index("ix_job_run_kind_id", "kind", "id"),
)
