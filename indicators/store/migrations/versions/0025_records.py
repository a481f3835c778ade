"""What teams entered in the programme's other records."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "record_version",
        sa.Column("id", KEY, nullable=False),
        sa.Column("record", CODE, nullable=False, comment="the code of its definition"),
        sa.Column("team", CODE, nullable=False),
        sa.Column("period", CODE, nullable=False, comment="2026-Q1, 2026-09 or 2026-W36"),
        sa.Column("field", CODE, nullable=False),
        sa.Column("version", sa.Integer, nullable=False, comment="counts the changes of the cell"),
        sa.Column("value", sa.Integer, comment="empty: none"),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.Column("batch", sa.Text, nullable=False, comment="what was saved together"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_version")),
        sa.UniqueConstraint(
            "record",
            "team",
            "period",
            "field",
            "version",
            name="uq_record_version_record_team_period_field_version",
        ),
    )
    op.create_index(op.f("ix_record_version_batch"), "record_version", ["batch"])


def downgrade() -> None:
    op.drop_table("record_version")
