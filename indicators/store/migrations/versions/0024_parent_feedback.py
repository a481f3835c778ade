"""What parents said, what was done about it, and every change of that."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "parent_feedback",
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer, nullable=False, comment="counts its changes"),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.Column("changed_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.Column("team", CODE, nullable=False),
        sa.Column("source", CODE, nullable=False, comment="parents or parent_leaders"),
        sa.Column("theme", CODE, nullable=False),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("heard", sa.Text, nullable=False, comment="yyyy-mm-dd"),
        sa.Column("done", sa.Text, nullable=False),
        sa.Column("informed", sa.Text, nullable=False, comment="yyyy-mm-dd, or empty"),
        sa.Column("removed", sa.Text, nullable=False, comment="yes, or empty"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parent_feedback")),
    )
    op.create_index(op.f("ix_parent_feedback_team"), "parent_feedback", ["team"])
    op.create_table(
        "parent_feedback_change",
        sa.Column("id", KEY, nullable=False),
        sa.Column("feedback_id", KEY, nullable=False),
        sa.Column("version", sa.Integer, nullable=False, comment="of the feedback, once changed"),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.ForeignKeyConstraint(
            ["feedback_id"],
            ["parent_feedback.id"],
            name=op.f("fk_parent_feedback_change_feedback_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parent_feedback_change")),
    )
    op.create_index(
        op.f("ix_parent_feedback_change_feedback_id"), "parent_feedback_change", ["feedback_id"]
    )


def downgrade() -> None:
    op.drop_table("parent_feedback_change")
    op.drop_table("parent_feedback")
