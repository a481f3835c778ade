"""Files that wait for a person, and the secret that forms are signed with."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "staged",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False, comment="bytes"),
        sa.Column("staged_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.Column(
            "who", sa.Text, nullable=False, comment="who dropped it; empty if it was collected"
        ),
        sa.Column(
            "source", sa.Text, nullable=False, comment="where it was collected; empty if dropped"
        ),
        sa.Column("discarded_at", sa.DateTime, comment="UTC"),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_staged")),
    )
    op.create_table(
        "staged_part",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("part", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False, comment="compressed by zlib"),
        sa.PrimaryKeyConstraint("sha256", "part", name=op.f("pk_staged_part")),
        sa.ForeignKeyConstraint(["sha256"], ["staged.sha256"], name=op.f("fk_staged_part_sha256")),
    )
    op.create_table(
        "secret",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_secret")),
    )


def downgrade() -> None:
    for table in ("secret", "staged_part", "staged"):
        op.drop_table(table)
