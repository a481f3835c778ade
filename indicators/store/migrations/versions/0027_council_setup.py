"""The set-up of a council in the browser: what was entered, and the files that it became."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "setup_entry",
        sa.Column("id", KEY, nullable=False),
        sa.Column("step", CODE, nullable=False),
        sa.Column(
            "version", sa.Integer, nullable=False, comment="counts what was saved of the step"
        ),
        sa.Column(
            "content", sa.Text, nullable=False, comment="the step's part of the plan, as JSON"
        ),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setup_entry")),
        sa.UniqueConstraint("step", "version", name="uq_setup_entry_step_version"),
    )
    op.create_table(
        "council",
        sa.Column("id", KEY, nullable=False, comment="the newest counts"),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council")),
    )
    op.create_table(
        "council_file",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("path", CODE, nullable=False, comment="in the data folder"),
        sa.Column("content", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_council_file_council_id_council")
        ),
        sa.PrimaryKeyConstraint("council_id", "path", name=op.f("pk_council_file")),
    )


def downgrade() -> None:
    op.drop_table("council_file")
    op.drop_table("council")
    op.drop_table("setup_entry")
