"""Actions of the teams, every change of them, and notes on their progress."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "action",
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer, nullable=False, comment="counts its changes"),
        sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.Column("team", CODE, nullable=False),
        sa.Column("areas", sa.Text, nullable=False, comment="codes, separated by ;"),
        sa.Column("indicator", CODE, nullable=False, comment="a code, or empty"),
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
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
    )
    op.create_table(
        "action_change",
        sa.Column("id", KEY, nullable=False),
        sa.Column("action_id", KEY, nullable=False),
        sa.Column("version", sa.Integer, nullable=False, comment="of the action, once changed"),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.Column("batch", sa.Text, nullable=False, comment="an import, or empty"),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_action_change_action_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_change")),
    )
    op.create_table(
        "action_note",
        sa.Column("id", KEY, nullable=False),
        sa.Column("action_id", KEY, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_action_note_action_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_note")),
    )
    op.create_index(op.f("ix_action_team"), "action", ["team"])
    op.create_index(op.f("ix_action_indicator"), "action", ["indicator"])
    op.create_index(op.f("ix_action_change_action_id"), "action_change", ["action_id"])
    op.create_index(op.f("ix_action_change_batch"), "action_change", ["batch"])
    op.create_index(op.f("ix_action_note_action_id"), "action_note", ["action_id"])


def downgrade() -> None:
    op.drop_table("action_note")
    op.drop_table("action_change")
    op.drop_table("action")
