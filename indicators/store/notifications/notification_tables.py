"""The tables of digests by e-mail and of private addresses."""

from __future__ import annotations

import sqlalchemy as sa

from indicators.store.schema import BigKey, Code, metadata

# Feeds and calendars are read by programs that cannot sign in, so a token is in the address.
private_link = sa.Table(
    "private_link",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("user_id", BigKey, sa.ForeignKey("user_account.id"), nullable=False, index=True),
    sa.Column("hash", sa.String(64), nullable=False),
    sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("ends_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("revoked_at", sa.DateTime, comment="UTC"),
    sa.Index("ix_private_link_hash", "hash", unique=True),
)
digest_subscription = sa.Table(
    "digest_subscription",
    metadata,
    sa.Column("user_id", BigKey, sa.ForeignKey("user_account.id"), primary_key=True),
    sa.Column("team", Code, primary_key=True),
    sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
)
# One row for each mail there may be: the key is what makes it at most one.
digest_delivery = sa.Table(
    "digest_delivery",
    metadata,
    sa.Column("user_id", BigKey, sa.ForeignKey("user_account.id"), primary_key=True),
    sa.Column("team", Code, primary_key=True),
    sa.Column("month", sa.Integer, primary_key=True, autoincrement=False, comment="yyyymm"),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("run", sa.Text, nullable=False, comment="which run holds it"),
    sa.Column("changed_at", sa.DateTime, nullable=False, comment="UTC"),
)
