"""The tables of meetings, of their agendas as they were seen, and of what was recorded."""

from __future__ import annotations

import sqlalchemy as sa

from indicators.store.schema import BigKey, Code, metadata

# No row of these tables is ever changed: the state of a meeting follows from its records.
meeting = sa.Table(
    "meeting",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("team", Code, nullable=False, index=True),
    sa.Column("month", sa.Integer, nullable=False, comment="yyyymm"),
    sa.Column("day", sa.Text, nullable=False, comment="yyyy-mm-dd"),
    sa.Column("data_version", BigKey, nullable=False, comment="the last event it looked at"),
    sa.Column("chair", sa.Text, nullable=False),
    sa.Column("made_by", sa.Text, nullable=False),
    sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
)
meeting_item = sa.Table(
    "meeting_item",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("meeting_id", BigKey, sa.ForeignKey("meeting.id"), nullable=False, index=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("reference", sa.Text, nullable=False, comment="in codes"),
    sa.Column("indicator", Code, nullable=False, comment="a code, or empty"),
    sa.Column("seen", sa.Text, nullable=False, comment="JSON: the words and figures as shown"),
)
meeting_record = sa.Table(
    "meeting_record",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("meeting_id", BigKey, sa.ForeignKey("meeting.id"), nullable=False),
    sa.Column("client", sa.Text, nullable=False, comment="sent again, it is the same"),
    sa.Column("item_id", BigKey, sa.ForeignKey("meeting_item.id")),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("day", sa.Text, nullable=False, comment="yyyy-mm-dd, or empty"),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("agency", sa.Text, nullable=False),
    sa.Column("action_id", BigKey, sa.ForeignKey("action.id")),
    sa.Column("closing", sa.Text, nullable=False, comment="JSON of what was left open, or empty"),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.UniqueConstraint("meeting_id", "client", name="uq_meeting_record_meeting_id_client"),
)
