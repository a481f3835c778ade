"""The table of what teams entered in their records."""

from __future__ import annotations

import sqlalchemy as sa

from indicators.store.schema import BigKey, Code, metadata

# Rows are only added. A cell is a team, period and field of one kind of record; its newest version
# is what it holds now, and an empty value takes one away. The version is unique, so that two people
# cannot both write the next one.
record_version = sa.Table(
    "record_version",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("record", Code, nullable=False, comment="the code of its definition"),
    sa.Column("team", Code, nullable=False),
    sa.Column("period", Code, nullable=False, comment="2026-Q1, 2026-09 or 2026-W36"),
    sa.Column("field", Code, nullable=False),
    sa.Column("version", sa.Integer, nullable=False, comment="counts the changes of the cell"),
    sa.Column("value", sa.Integer, comment="empty: none"),
    sa.Column("evidence", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("changed_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("batch", sa.Text, nullable=False, index=True, comment="what was saved together"),
    sa.UniqueConstraint(
        "record",
        "team",
        "period",
        "field",
        "version",
        name="uq_record_version_record_team_period_field_version",
    ),
)
