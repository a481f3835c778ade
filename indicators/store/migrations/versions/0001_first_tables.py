"""The first tables: loads, refused rows, observations, city totals."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")
STANDS = sa.text("replaced_by IS NULL")


def upgrade() -> None:
    op.create_table(
        "load",
        sa.Column("id", KEY, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("profile", sa.Text, nullable=False),
        sa.Column("service", sa.Text, nullable=False),
        sa.Column("loaded_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column(
            "first_ended", sa.Integer, nullable=False, comment="earliest month in it, yyyymm"
        ),
        sa.Column("last_ended", sa.Integer, nullable=False, comment="latest month in it, yyyymm"),
        sa.Column("rows_read", sa.Integer, nullable=False),
        sa.Column("rows_loaded", sa.Integer, nullable=False),
        sa.Column("rows_refused", sa.Integer, nullable=False),
        sa.Column("rows_blank", sa.Integer, nullable=False),
        sa.Column("figures_new", sa.Integer, nullable=False),
        sa.Column("figures_restated", sa.Integer, nullable=False),
        sa.Column("figures_unchanged", sa.Integer, nullable=False),
        sa.CheckConstraint(
            "rows_read = rows_loaded + rows_refused + rows_blank", op.f("ck_load_rows_add_up")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_load")),
    )
    op.create_index(op.f("ix_load_sha256"), "load", ["sha256"])
    op.create_table(
        "refusal",
        sa.Column("id", KEY, nullable=False),
        sa.Column("load_id", KEY, nullable=False),
        sa.Column("sheet", sa.Text, nullable=False),
        sa.Column("row", sa.Integer, nullable=False),
        sa.Column("column", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("remedy", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refusal")),
        sa.ForeignKeyConstraint(["load_id"], ["load.id"], name=op.f("fk_refusal_load_id")),
    )
    op.create_index(op.f("ix_refusal_load_id"), "refusal", ["load_id"])
    op.create_table(
        "observation",
        sa.Column("id", KEY, nullable=False),
        sa.Column("indicator", CODE, nullable=False),
        sa.Column("place", CODE, nullable=False),
        sa.Column("ended", sa.Integer, nullable=False, comment="last month of the period, yyyymm"),
        sa.Column("months", sa.SmallInteger, nullable=False, comment="length of the period"),
        sa.Column("definition", CODE, nullable=False),
        sa.Column("numerator", sa.BigInteger),
        sa.Column("denominator", sa.BigInteger),
        sa.Column("value", sa.Text, comment="the decimal as sent, where no counts were"),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("load_id", KEY, nullable=False),
        sa.Column("replaced_by", KEY),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
        sa.ForeignKeyConstraint(
            ["replaced_by"], ["load.id"], name=op.f("fk_observation_replaced_by")
        ),
    )
    op.create_index(
        "ix_observation_standing",
        "observation",
        ["indicator", "ended", "place", "definition"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )
    op.create_table(
        "city_total",
        sa.Column("indicator", CODE, nullable=False),
        sa.Column("ended", sa.Integer, nullable=False),
        sa.Column("definition", CODE, nullable=False),
        sa.Column("months", sa.SmallInteger, nullable=False),
        sa.Column("areas", sa.Integer, nullable=False, comment="how many areas have a count"),
        sa.Column("numerator", sa.BigInteger, nullable=False),
        sa.Column("denominator", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("indicator", "ended", "definition", name=op.f("pk_city_total")),
    )


def downgrade() -> None:
    for table in ("city_total", "observation", "refusal", "load"):
        op.drop_table(table)
