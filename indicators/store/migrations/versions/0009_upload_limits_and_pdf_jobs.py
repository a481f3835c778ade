"""Note which visitor uploaded a waiting file, and keep PDFs that are written in the background."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column(
        "staged",
        sa.Column("visitor", sa.Text, nullable=False, server_default="", comment="a keyed hash"),
    )
    op.create_table(
        "pdf_job",
        sa.Column("key", sa.String(64), nullable=False, comment="hash of all that decides it"),
        sa.Column("step", sa.Integer, nullable=False),
        sa.Column("steps", sa.Integer, nullable=False),
        sa.Column(
            "seen_at", sa.DateTime, nullable=False, comment="UTC; when it was last worked on"
        ),
        sa.Column("problem", sa.Text, nullable=False, server_default=""),
        sa.Column("content", sa.LargeBinary),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_pdf_job")),
    )


def downgrade() -> None:
    op.drop_table("pdf_job")
    op.drop_column("staged", "visitor")
