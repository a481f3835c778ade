"""Arrangements of places that someone looks at before they are accepted."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "boundary_draft",
        sa.Column("id", KEY, nullable=False),
        sa.Column("secret", CODE, nullable=False),
        sa.Column("user_id", KEY, comment="the account; empty for sample users"),
        sa.Column("name", sa.Text, nullable=False, comment="its file"),
        sa.Column("content", sa.JSON(), nullable=False, comment="as the tables of the file"),
        sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.Column("ended_at", sa.DateTime, comment="UTC; empty: not accepted or discarded yet"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boundary_draft")),
        sa.UniqueConstraint("secret", name=op.f("uq_boundary_draft_secret")),
    )


def downgrade() -> None:
    op.drop_table("boundary_draft")
