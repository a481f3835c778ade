"""Digests by e-mail, and private addresses of feeds and calendars."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    code = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    key = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    user = "user_account.id"
    op.create_table(
        "private_link",
        sa.Column("id", key, nullable=False),
        sa.Column("user_id", key, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.Column("ends_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.Column("revoked_at", sa.DateTime, comment="UTC"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private_link")),
        sa.ForeignKeyConstraint(["user_id"], [user], name=op.f("fk_private_link_user_id")),
    )
    op.create_index(op.f("ix_private_link_user_id"), "private_link", ["user_id"])
    op.create_index("ix_private_link_hash", "private_link", ["hash"], unique=True)
    op.create_table(
        "digest_subscription",
        sa.Column("user_id", key, nullable=False),
        sa.Column("team", code, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.PrimaryKeyConstraint("user_id", "team", name=op.f("pk_digest_subscription")),
        sa.ForeignKeyConstraint(["user_id"], [user], name=op.f("fk_digest_subscription_user_id")),
    )
    op.create_table(
        "digest_delivery",
        sa.Column("user_id", key, nullable=False),
        sa.Column("team", code, nullable=False),
        sa.Column("month", sa.Integer, nullable=False, autoincrement=False, comment="yyyymm"),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("run", sa.Text, nullable=False, comment="which run holds it"),
        sa.Column("changed_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.PrimaryKeyConstraint("user_id", "team", "month", name=op.f("pk_digest_delivery")),
        sa.ForeignKeyConstraint(["user_id"], [user], name=op.f("fk_digest_delivery_user_id")),
    )


def downgrade() -> None:
    for table in ("digest_delivery", "digest_subscription", "private_link"):
        op.drop_table(table)
