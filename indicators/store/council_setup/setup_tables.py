"""The tables of the set-up."""

from __future__ import annotations

import sqlalchemy as sa

from indicators.store.schema import BigKey, Code, metadata

# Rows are only added. The newest version of a step is the one that counts. The version is unique,
# so that two people cannot both write the next one.
setup_entry = sa.Table(
    "setup_entry",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("step", Code, nullable=False),
    sa.Column("version", sa.Integer, nullable=False, comment="counts what was saved of the step"),
    sa.Column("content", sa.Text, nullable=False, comment="the step's part of the plan, as JSON"),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.UniqueConstraint("step", "version", name="uq_setup_entry_step_version"),
)
council = sa.Table(
    "council",
    metadata,
    sa.Column("id", BigKey, primary_key=True, comment="the newest counts"),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
)
council_file = sa.Table(
    "council_file",
    metadata,
    sa.Column("council_id", sa.ForeignKey("council.id"), primary_key=True),
    sa.Column("path", Code, primary_key=True, comment="in the data folder"),
    sa.Column("content", sa.Text, nullable=False),
)
