"""Escalations and their steps; those that meetings recorded before become some of them."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    escalation = op.create_table(
        "escalation",
        sa.Column("id", KEY, nullable=False),
        sa.Column("client", sa.Text, nullable=False, comment="sent again, it is the same"),
        sa.Column("team", CODE, nullable=False),
        sa.Column("indicator", CODE, nullable=False, comment="a code, or empty"),
        sa.Column("service", CODE, nullable=False, comment="whose heads it goes to, or empty"),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("action_id", KEY),
        sa.Column("record_id", KEY, comment="of a meeting"),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_escalation_action_id")),
        sa.ForeignKeyConstraint(
            ["record_id"], ["meeting_record.id"], name=op.f("fk_escalation_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation")),
        sa.UniqueConstraint("client", name=op.f("uq_escalation_client")),
    )
    op.create_index(op.f("ix_escalation_team"), "escalation", ["team"])
    op.create_table(
        "escalation_record",
        sa.Column("id", KEY, nullable=False),
        sa.Column("escalation_id", KEY, nullable=False),
        sa.Column("client", sa.Text, nullable=False, comment="sent again, it is the same"),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.ForeignKeyConstraint(
            ["escalation_id"],
            ["escalation.id"],
            name=op.f("fk_escalation_record_escalation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation_record")),
        sa.UniqueConstraint(
            "escalation_id", "client", name=op.f("uq_escalation_record_escalation_id_client")
        ),
    )
    rows = _list_recorded()
    if rows:
        op.bulk_insert(escalation, rows)


def downgrade() -> None:
    op.drop_table("escalation_record")
    op.drop_table("escalation")


def _list_recorded() -> list[dict[str, object]]:
    """Return what meetings escalated before there were escalations, as rows."""
    recorded = op.get_bind().execute(
        sa.text(
            "SELECT r.id, r.text, r.who, r.made_at, m.team, i.kind, i.indicator, i.seen,"
            " i.reference FROM meeting_record r JOIN meeting m ON m.id = r.meeting_id"
            " LEFT JOIN meeting_item i ON i.id = r.item_id"
            " WHERE r.kind = 'escalation' ORDER BY r.id"
        ).columns(made_at=sa.DateTime)
    )
    return [
        {
            "client": f"meeting record {row.id}",
            "team": row.team,
            "indicator": row.indicator or "",
            "service": "",
            "what": json.loads(row.seen)["title"] if _has_subject(row.kind) else row.text,
            "reason": row.text if _has_subject(row.kind) else "",
            "action_id": _find_action(row.reference or ""),
            "record_id": row.id,
            "made_by": row.who,
            "made_at": row.made_at,
        }
        for row in recorded
    ]


def _has_subject(kind: str | None) -> bool:
    return kind not in (None, "any_other")


def _find_action(reference: str) -> int | None:
    kind, _, number = reference.partition(" ")
    return int(number) if kind == "action" else None
