"""Which installation a database is of, and the runs of its jobs."""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    instance = op.create_table(
        "instance",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("code", sa.String(32), nullable=False, comment="random, made with the table"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instance")),
    )
    op.bulk_insert(instance, [{"id": 1, "code": uuid4().hex}])
    op.create_table(
        "job_run",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("started_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.Column("ended_at", sa.DateTime, comment="UTC"),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_run")),
    )
    op.create_index(op.f("ix_job_run_kind_id"), "job_run", ["kind", "id"])


def downgrade() -> None:
    op.drop_table("job_run")
    op.drop_table("instance")
