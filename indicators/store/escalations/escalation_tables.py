"""The tables of escalations and of every step since."""

from __future__ import annotations

import sqlalchemy as sa

from indicators.store.schema import BigKey, Code, metadata

# No row of these tables is ever changed: the state of an escalation follows from its records.
escalation = sa.Table(
    "escalation",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("client", sa.Text, nullable=False, comment="sent again, it is the same"),
    sa.Column("team", Code, nullable=False, index=True),
    sa.Column("indicator", Code, nullable=False, comment="a code, or empty"),
    sa.Column("service", Code, nullable=False, comment="whose heads it goes to, or empty"),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("action_id", BigKey, sa.ForeignKey("action.id")),
    sa.Column("record_id", BigKey, sa.ForeignKey("meeting_record.id"), comment="of a meeting"),
    sa.Column("made_by", sa.Text, nullable=False),
    sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.UniqueConstraint("client", name="uq_escalation_client"),
)
escalation_record = sa.Table(
    "escalation_record",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("escalation_id", BigKey, sa.ForeignKey("escalation.id"), nullable=False),
    sa.Column("client", sa.Text, nullable=False, comment="sent again, it is the same"),
    sa.Column("step", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.UniqueConstraint(
        "escalation_id", "client", name="uq_escalation_record_escalation_id_client"
    ),
)


def select_escalations_version() -> sa.ColumnElement[int]:
    """Return a query for a number that changes whenever an escalation is made or takes a step."""
    made = sa.select(sa.func.coalesce(sa.func.max(escalation.c.id), 0)).scalar_subquery()
    steps = sa.select(sa.func.coalesce(sa.func.max(escalation_record.c.id), 0)).scalar_subquery()
    return made + steps
