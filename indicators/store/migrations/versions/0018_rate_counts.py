"""How often something was done in a span of time."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "rate_count",
        sa.Column("key", sa.String(64), nullable=False, comment="hash of who does what"),
        sa.Column(
            "ends_at", sa.BigInteger, nullable=False, comment="end of the span, Unix seconds"
        ),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("key", "ends_at", name=op.f("pk_rate_count")),
    )
    op.create_index(op.f("ix_rate_count_ends_at"), "rate_count", ["ends_at"])


def downgrade() -> None:
    op.drop_table("rate_count")
