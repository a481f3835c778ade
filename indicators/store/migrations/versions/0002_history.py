"""History: undoing a load, seeing the table as at an earlier event, and the files as they came."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")
STANDS = sa.text("replaced_by IS NULL")
REPLACED = sa.text("replaced_by IS NOT NULL")
FIGURE_OF = ["indicator", "ended", "place", "definition"]
EVENTS = ("undoes", "undone_by")


def upgrade() -> None:
    for name in ("who", "why"):
        op.add_column("load", sa.Column(name, sa.Text, nullable=False, server_default=""))
    # Written out, since Alembic would add the constraint apart, which SQLite cannot.
    whole = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    for name in EVENTS:
        op.execute(
            f"ALTER TABLE load ADD COLUMN {name} {whole} "
            f"CONSTRAINT fk_load_{name} REFERENCES load (id)"
        )
    op.add_column("observation", sa.Column("since", KEY))
    op.execute("UPDATE observation SET since = load_id")
    op.drop_index("ix_observation_standing", "observation")
    with op.batch_alter_table("observation") as batch:
        batch.alter_column("since", existing_type=KEY, nullable=False)
    op.create_index(
        "ix_observation_standing",
        "observation",
        FIGURE_OF,
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )
    op.create_index(
        "ix_observation_replaced",
        "observation",
        FIGURE_OF,
        sqlite_where=REPLACED,
        postgresql_where=REPLACED,
    )
    op.create_table(
        "repeat",
        sa.Column("observation_id", KEY, nullable=False),
        sa.Column("load_id", KEY, nullable=False),
        sa.PrimaryKeyConstraint("observation_id", "load_id", name=op.f("pk_repeat")),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_repeat_observation_id")
        ),
        sa.ForeignKeyConstraint(["load_id"], ["load.id"], name=op.f("fk_repeat_load_id")),
    )
    op.create_table(
        "original",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("part", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False, comment="compressed by zlib"),
        sa.PrimaryKeyConstraint("sha256", "part", name=op.f("pk_original")),
    )


def downgrade() -> None:
    """What stands stays as it is; what was undone can no longer be told from what was replaced."""
    op.drop_table("original")
    op.drop_table("repeat")
    op.drop_index("ix_observation_replaced", "observation")
    op.drop_index("ix_observation_standing", "observation")
    with op.batch_alter_table("observation") as batch:
        batch.drop_column("since")
    op.create_index(
        "ix_observation_standing",
        "observation",
        FIGURE_OF,
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )
    for name in (*EVENTS, "who", "why"):
        op.execute(f"ALTER TABLE load DROP COLUMN {name}")
