"""The audit log. Triggers refuse to change or remove an event, whoever asks."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")
START = "0" * 64
REFUSAL = "The audit log only grows"


def upgrade() -> None:
    op.create_table(
        "audit_event",
        sa.Column("number", KEY, autoincrement=False, nullable=False, comment="1, 2, 3 ..."),
        sa.Column("at", sa.DateTime, nullable=False, comment="UTC"),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False, comment="id of a user, or a code; never a name"),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False, comment="address of the client"),
        sa.Column("request", sa.Text, nullable=False),
        sa.Column("once", sa.String(64), comment="hash of what is recorded once only"),
        sa.Column(
            "hash", sa.String(64), nullable=False, comment="of the row and the hash before it"
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_event")),
    )
    op.create_index(op.f("ix_audit_event_at"), "audit_event", ["at"])
    op.create_index(op.f("ix_audit_event_once"), "audit_event", ["once"], unique=True)
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.bulk_insert(head, [{"id": 1, "number": 0, "hash": START}])
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_event_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()"
    )
    op.execute(
        "CREATE TRIGGER audit_head_stays BEFORE DELETE OR TRUNCATE ON audit_head "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()"
    )
    op.execute(
        "CREATE TRIGGER audit_head_only_moves_on BEFORE UPDATE ON audit_head FOR EACH ROW "
        "WHEN (NEW.number <> OLD.number + 1) EXECUTE FUNCTION refuse_audit_change()"
    )


def _guard_sqlite() -> None:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    op.execute(f"CREATE TRIGGER audit_event_not_changed BEFORE UPDATE ON audit_event {refuse}")
    op.execute(f"CREATE TRIGGER audit_event_not_removed BEFORE DELETE ON audit_event {refuse}")
    op.execute(f"CREATE TRIGGER audit_head_stays BEFORE DELETE ON audit_head {refuse}")
    op.execute(
        "CREATE TRIGGER audit_head_only_moves_on BEFORE UPDATE ON audit_head "
        f"WHEN NEW.number <> OLD.number + 1 {refuse}"
    )


def downgrade() -> None:
    op.drop_table("audit_event")
    op.drop_table("audit_head")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_audit_change()")
