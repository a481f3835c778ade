"""The tables of the audit log. The database itself refuses to change or remove an event."""

from __future__ import annotations

import sqlalchemy as sa

from indicators.store.schema import BigKey, metadata

audit_event = sa.Table(
    "audit_event",
    metadata,
    sa.Column("number", BigKey, primary_key=True, autoincrement=False, comment="1, 2, 3 ..."),
    sa.Column("at", sa.DateTime, nullable=False, index=True, comment="UTC"),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False, comment="id of a user, or a code; never a name"),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("origin", sa.Text, nullable=False, comment="address of the client"),
    sa.Column("request", sa.Text, nullable=False),
    sa.Column("once", sa.String(64), comment="hash of what is recorded once only"),
    sa.Column("hash", sa.String(64), nullable=False, comment="of the row and the hash before it"),
    sa.Index("ix_audit_event_once", "once", unique=True),
)

# The end of the chain, in one row: who appends an event holds it, so the chain never forks.
audit_head = sa.Table(
    "audit_head",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
)
