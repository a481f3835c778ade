"""The ledger of releases: what was published for sharing, and what it hid."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "release",
        sa.Column("id", KEY, nullable=False),
        sa.Column("month", sa.Integer, nullable=False, comment="yyyymm"),
        sa.Column("event", KEY, nullable=False, comment="the last event whose figures it has"),
        sa.Column("digest", sa.String(64), nullable=False, comment="hash of its exact figures"),
        sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("cells", sa.Integer, nullable=False),
        sa.Column("hidden", sa.Integer, nullable=False),
        sa.Column("small", sa.Integer, nullable=False),
        sa.Column("revealed", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
    )
    op.create_index(op.f("ix_release_month"), "release", ["month"])
    op.create_table(
        "release_table",
        sa.Column("release_id", KEY, nullable=False),
        sa.Column("indicator", CODE, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False, comment="JSON compressed by zlib"),
        sa.PrimaryKeyConstraint("release_id", "indicator", name=op.f("pk_release_table")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_release_table_release_id")
        ),
    )


def downgrade() -> None:
    op.drop_table("release_table")
    op.drop_table("release")
