"""Meetings of the teams, their agendas as they were seen, and what was recorded."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "meeting",
        sa.Column("id", KEY, nullable=False),
        sa.Column("team", CODE, nullable=False),
        sa.Column("month", sa.Integer, nullable=False, comment="yyyymm"),
        sa.Column("day", sa.Text, nullable=False, comment="yyyy-mm-dd"),
        sa.Column("data_version", KEY, nullable=False, comment="the last event it looked at"),
        sa.Column("chair", sa.Text, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    op.create_index(op.f("ix_meeting_team"), "meeting", ["team"])
    op.create_table(
        "meeting_item",
        sa.Column("id", KEY, nullable=False),
        sa.Column("meeting_id", KEY, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("reference", sa.Text, nullable=False, comment="in codes"),
        sa.Column("indicator", CODE, nullable=False, comment="a code, or empty"),
        sa.Column("seen", sa.Text, nullable=False, comment="JSON: the words and figures as shown"),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_item_meeting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_item")),
    )
    op.create_index(op.f("ix_meeting_item_meeting_id"), "meeting_item", ["meeting_id"])
    op.create_table(
        "meeting_record",
        sa.Column("id", KEY, nullable=False),
        sa.Column("meeting_id", KEY, nullable=False),
        sa.Column("client", sa.Text, nullable=False, comment="sent again, it is the same"),
        sa.Column("item_id", KEY),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("day", sa.Text, nullable=False, comment="yyyy-mm-dd, or empty"),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("agency", sa.Text, nullable=False),
        sa.Column("action_id", KEY),
        sa.Column(
            "closing", sa.Text, nullable=False, comment="JSON of what was left open, or empty"
        ),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_record_meeting_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["meeting_item.id"], name=op.f("fk_meeting_record_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_meeting_record_action_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_record")),
        sa.UniqueConstraint(
            "meeting_id", "client", name=op.f("uq_meeting_record_meeting_id_client")
        ),
    )


def downgrade() -> None:
    op.drop_table("meeting_record")
    op.drop_table("meeting_item")
    op.drop_table("meeting")
