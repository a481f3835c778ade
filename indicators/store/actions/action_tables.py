"""The tables of actions, of their changes and of the notes on them."""

from __future__ import annotations

import sqlalchemy as sa

from indicators.store.schema import BigKey, Code, metadata

# What a team decided to do. Each field is text in one form, so that two values are the same if
# their texts are. The row is the current state; `action_change` has how it came to that.
action = sa.Table(
    "action",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False, comment="counts its changes"),
    sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("made_by", sa.Text, nullable=False),
    sa.Column("changed_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("team", Code, nullable=False, index=True),
    sa.Column("areas", sa.Text, nullable=False, comment="codes, separated by ;"),
    sa.Column("indicator", Code, nullable=False, index=True, comment="a code, or empty"),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("agency", sa.Text, nullable=False),
    sa.Column("due", sa.Text, nullable=False, comment="yyyy-mm-dd, or empty"),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("measure", sa.Text, nullable=False),
    sa.Column("started", sa.Text, nullable=False, comment="yyyy-mm, or empty"),
    sa.Column("expected_direction", sa.Text, nullable=False),
    sa.Column("expected_size", sa.Text, nullable=False),
    sa.Column("expected_unit", sa.Text, nullable=False),
    sa.Column("expected_from", sa.Text, nullable=False, comment="yyyy-mm, or empty"),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("removed", sa.Text, nullable=False, comment="yes, or empty"),
)
action_change = sa.Table(
    "action_change",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("action_id", BigKey, sa.ForeignKey("action.id"), nullable=False, index=True),
    sa.Column("version", sa.Integer, nullable=False, comment="of the action, once changed"),
    sa.Column("field", sa.Text, nullable=False),
    sa.Column("before", sa.Text, nullable=False),
    sa.Column("after", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("changed_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("batch", sa.Text, nullable=False, index=True, comment="an import, or empty"),
)
action_note = sa.Table(
    "action_note",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("action_id", BigKey, sa.ForeignKey("action.id"), nullable=False, index=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
)
