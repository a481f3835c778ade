"""What was changed in the browser instead of in the council's files."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "setting_change",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("subject", CODE, nullable=False, comment="which of its kind"),
        sa.Column(
            "version", sa.Integer, nullable=False, comment="counts the changes of the setting"
        ),
        sa.Column("action", sa.Text, nullable=False, comment="set, remove or use_file"),
        sa.Column("value", sa.JSON(), comment="as a table of the file, if set"),
        sa.Column("before", sa.JSON(), comment="what it was; empty: not there"),
        sa.Column("in_file", sa.JSON(), comment="what the file said then"),
        sa.Column("effective", sa.Date, nullable=False, comment="the day from which it counts"),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting_change")),
        sa.UniqueConstraint(
            "kind", "subject", "version", name="uq_setting_change_kind_subject_version"
        ),
    )


def downgrade() -> None:
    op.drop_table("setting_change")
