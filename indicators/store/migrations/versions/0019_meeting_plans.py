"""When teams plan their next meetings."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    code = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    key = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "meeting_plan",
        sa.Column("id", key, nullable=False),
        sa.Column("team", code, nullable=False),
        sa.Column("day", sa.Text, nullable=False, comment="yyyy-mm-dd; empty if it is called off"),
        sa.Column("starts", sa.Text, nullable=False, comment="hh:mm in the UK, or empty"),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_plan")),
    )
    op.create_index(op.f("ix_meeting_plan_team"), "meeting_plan", ["team"])


def downgrade() -> None:
    op.drop_table("meeting_plan")
