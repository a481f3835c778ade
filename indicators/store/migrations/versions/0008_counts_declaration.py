"""Record who declared that a file taken for a list of people holds counts, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "counts_declaration",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("declared_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_counts_declaration")),
    )


def downgrade() -> None:
    op.drop_table("counts_declaration")
