"""The tables of feedback and of its changes."""

from __future__ import annotations

import sqlalchemy as sa

from indicators.store.schema import BigKey, Code, metadata

# The row is the current state; `parent_feedback_change` has how it came to that.
parent_feedback = sa.Table(
    "parent_feedback",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False, comment="counts its changes"),
    sa.Column("made_by", sa.Text, nullable=False),
    sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("changed_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("team", Code, nullable=False, index=True),
    sa.Column("source", Code, nullable=False, comment="parents or parent_leaders"),
    sa.Column("theme", Code, nullable=False),
    sa.Column("said", sa.Text, nullable=False),
    sa.Column("heard", sa.Text, nullable=False, comment="yyyy-mm-dd"),
    sa.Column("done", sa.Text, nullable=False),
    sa.Column("informed", sa.Text, nullable=False, comment="yyyy-mm-dd, or empty"),
    sa.Column("removed", sa.Text, nullable=False, comment="yes, or empty"),
)
parent_feedback_change = sa.Table(
    "parent_feedback_change",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column(
        "feedback_id", BigKey, sa.ForeignKey("parent_feedback.id"), nullable=False, index=True
    ),
    sa.Column("version", sa.Integer, nullable=False, comment="of the feedback, once changed"),
    sa.Column("field", sa.Text, nullable=False),
    sa.Column("before", sa.Text, nullable=False),
    sa.Column("after", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("changed_at", sa.DateTime, nullable=False, comment="UTC"),
)
