"""A figure for a year stands next to that of its last month: the length is part of the key."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

KEY = ["indicator", "ended", "place", "definition"]
CURRENT = sa.text("replaced_by IS NULL")
CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    _key_observations([*KEY, "months"])
    _key_totals(["indicator", "ended", "definition", "months"])


def downgrade() -> None:
    _key_totals(["indicator", "ended", "definition"])
    _key_observations(KEY)


def _key_observations(key: list[str]) -> None:
    op.drop_index("ix_observation_standing", "observation")
    op.create_index(
        "ix_observation_standing",
        "observation",
        key,
        unique=True,
        sqlite_where=CURRENT,
        postgresql_where=CURRENT,
    )


def _key_totals(key: list[str]) -> None:
    """Make the table of totals again with another key; it has one row for each month."""
    columns: list[sa.Column[Any]] = [
        sa.Column("indicator", CODE, nullable=False),
        sa.Column("ended", sa.Integer, nullable=False),
        sa.Column("definition", CODE, nullable=False),
        sa.Column("months", sa.SmallInteger, nullable=False),
        sa.Column("areas", sa.Integer, nullable=False, comment="how many areas have a count"),
        sa.Column("numerator", sa.BigInteger, nullable=False),
        sa.Column("denominator", sa.BigInteger, nullable=False),
    ]
    names = [column.name for column in columns]
    before = sa.table("city_total", *(sa.column(name) for name in names))
    rows = [row._asdict() for row in op.get_bind().execute(sa.select(before))]
    op.drop_table("city_total")
    table = op.create_table(
        "city_total", *columns, sa.PrimaryKeyConstraint(*key, name=op.f("pk_city_total"))
    )
    if rows:
        op.bulk_insert(table, rows)
