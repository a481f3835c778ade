"""Profiles and spellings of places that people record in the browser."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")
IN_USE = sa.text("ended_at IS NULL")


def upgrade() -> None:
    _create(
        "profile",
        sa.Column("code", CODE, nullable=False),
        sa.Column("toml", sa.Text, nullable=False),
        ended="when it was replaced or removed",
    )
    _create(
        "spelling",
        sa.Column("key", sa.Text, nullable=False, comment="without case, accents and punctuation"),
        sa.Column("spelling", sa.Text, nullable=False),
        sa.Column("place", CODE, nullable=False),
        ended="when it was taken back",
    )


def _create(table: str, key: sa.Column[str], *columns: sa.Column[str], ended: str) -> None:
    op.create_table(
        table,
        sa.Column("id", KEY, nullable=False),
        key,
        *columns,
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.Column("ended_by", sa.Text, nullable=False, server_default=""),
        sa.Column("ended_at", sa.DateTime, comment=f"UTC; {ended}"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(
        f"ix_{table}_in_use",
        table,
        [key.name],
        unique=True,
        sqlite_where=IN_USE,
        postgresql_where=IN_USE,
    )


def downgrade() -> None:
    """What was recorded is lost: write it out first, with `python app.py profiles`."""
    for table in ("spelling", "profile"):
        op.drop_table(table)
