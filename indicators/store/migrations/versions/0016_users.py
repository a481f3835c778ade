"""Users, how they sign in, their sessions and tokens."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "sign_in_failure",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("last_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sign_in_failure")),
    )
    op.create_table(
        "unknown_identity",
        sa.Column("id", KEY, nullable=False),
        sa.Column("issuer", CODE, nullable=False),
        sa.Column("subject", CODE, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("seen_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unknown_identity")),
    )
    op.create_index(
        op.f("ix_unknown_identity_issuer_subject"),
        "unknown_identity",
        ["issuer", "subject"],
        unique=True,
    )
    op.create_table(
        "user_account",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("email", CODE, nullable=False, comment="in small letters"),
        sa.Column("organisation", CODE, nullable=False),
        sa.Column("roles", sa.JSON, nullable=False, comment="codes, the usual one first"),
        sa.Column("team", CODE, server_default="", nullable=False),
        sa.Column("service", CODE, server_default="", nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.Column("disabled_at", sa.DateTime, comment="UTC"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
    )
    op.create_index(op.f("ix_user_account_email"), "user_account", ["email"], unique=True)
    op.create_table(
        "api_token",
        sa.Column("id", KEY, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.Column("ends_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.Column("revoked_at", sa.DateTime, comment="UTC"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_api_token_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
    )
    op.create_index(op.f("ix_api_token_hash"), "api_token", ["hash"], unique=True)
    op.create_index(op.f("ix_api_token_user_id"), "api_token", ["user_id"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.Column("ends_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.Column("used_at", sa.DateTime, comment="UTC"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_invitation_user_id")
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_invitation")),
    )
    op.create_table(
        "pending_sign_in",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("provider", sa.Text, server_default="", nullable=False),
        sa.Column("state", sa.Text, server_default="", nullable=False),
        sa.Column("nonce", sa.Text, server_default="", nullable=False),
        sa.Column("verifier", sa.Text, server_default="", nullable=False),
        sa.Column("secret", sa.Text, server_default="", nullable=False, comment="encrypted"),
        sa.Column("invitation", sa.Text, server_default="", nullable=False, comment="its hash"),
        sa.Column("user_id", KEY),
        sa.Column("next_path", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_pending_sign_in_user_id")
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_pending_sign_in")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("used_at", sa.DateTime, comment="UTC"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_recovery_code_user_id")
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_user_id"), "recovery_code", ["user_id"], unique=False)
    op.create_table(
        "user_authenticator",
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("secret", sa.Text, nullable=False, comment="encrypted"),
        sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.Column("last_step", sa.BigInteger, nullable=False, comment="a code is used once"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_user_authenticator_user_id")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_user_authenticator")),
    )
    op.create_table(
        "user_identity",
        sa.Column("issuer", CODE, nullable=False),
        sa.Column("subject", CODE, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("linked_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_user_identity_user_id")
        ),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_user_identity")),
    )
    op.create_index(op.f("ix_user_identity_user_id"), "user_identity", ["user_id"], unique=False)
    op.create_table(
        "user_password",
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("hash", sa.Text, nullable=False, comment="argon2"),
        sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_user_password_user_id")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_user_password")),
    )
    op.create_table(
        "user_session",
        sa.Column("id", KEY, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.Column("seen_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.Column("ended_at", sa.DateTime, comment="UTC"),
        sa.Column("browser", sa.Text, nullable=False, comment="such as “Firefox on Windows”"),
        sa.Column("network", sa.Text, nullable=False, comment="the address without its last part"),
        sa.Column("method", sa.Text, nullable=False, comment="how the user signed in"),
        sa.Column("role", sa.Text, server_default="", nullable=False, comment="chosen by the user"),
        sa.Column("viewing_as", KEY),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_user_session_user_id")
        ),
        sa.ForeignKeyConstraint(
            ["viewing_as"], ["user_account.id"], name=op.f("fk_user_session_viewing_as")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_session")),
    )
    op.create_index(op.f("ix_user_session_hash"), "user_session", ["hash"], unique=True)
    op.create_index(op.f("ix_user_session_user_id"), "user_session", ["user_id"], unique=False)


def downgrade() -> None:
    for table in (
        "user_session",
        "user_password",
        "user_identity",
        "user_authenticator",
        "recovery_code",
        "pending_sign_in",
        "invitation",
        "api_token",
        "user_account",
        "unknown_identity",
        "sign_in_failure",
    ):
        op.drop_table(table)
