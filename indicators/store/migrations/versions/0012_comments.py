"""Comments on the figures of a month."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "figure_comment",
        sa.Column("id", KEY, nullable=False),
        sa.Column("indicator", CODE, nullable=False),
        sa.Column("place", CODE, nullable=False),
        sa.Column("ended", sa.Integer, nullable=False, comment="the month, yyyymm"),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.Column("withdrawn_by", sa.Text, nullable=False, server_default=""),
        sa.Column("withdrawn_at", sa.DateTime, comment="UTC"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_comment")),
    )
    op.create_index(
        op.f("ix_figure_comment_indicator_place"), "figure_comment", ["indicator", "place"]
    )


def downgrade() -> None:
    op.drop_table("figure_comment")
