"""The tables of users: what they may do, how they sign in, where they are signed in.

Passwords, session ids, links, recovery codes and tokens are kept as hashes. The key of a user's
authenticator app is encrypted with the secret of the server.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from indicators.store.schema import BigKey, Code, metadata


def _refer_to_user(*, primary_key: bool = False, nullable: bool = False) -> sa.Column[Any]:
    user = sa.ForeignKey("user_account.id")
    return sa.Column("user_id", BigKey, user, primary_key=primary_key, nullable=nullable)


user_account = sa.Table(
    "user_account",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("email", Code, nullable=False, comment="in small letters"),
    sa.Column("organisation", Code, nullable=False),
    sa.Column("roles", sa.JSON, nullable=False, comment="codes, the usual one first"),
    sa.Column("team", Code, nullable=False, server_default=""),
    sa.Column("service", Code, nullable=False, server_default=""),
    sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("disabled_at", sa.DateTime, comment="UTC"),
    sa.Index("ix_user_account_email", "email", unique=True),
)

# Who a user is at an OpenID provider. After a change of provider it leads to the same user.
user_identity = sa.Table(
    "user_identity",
    metadata,
    sa.Column("issuer", Code, primary_key=True),
    sa.Column("subject", Code, primary_key=True),
    _refer_to_user(),
    sa.Column("linked_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Index("ix_user_identity_user_id", "user_id"),
)

# People of a provider who are no users of this dashboard yet: an administrator may link them.
unknown_identity = sa.Table(
    "unknown_identity",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("issuer", Code, nullable=False),
    sa.Column("subject", Code, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("email", sa.Text, nullable=False),
    sa.Column("seen_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Index("ix_unknown_identity_issuer_subject", "issuer", "subject", unique=True),
)

user_password = sa.Table(
    "user_password",
    metadata,
    _refer_to_user(primary_key=True),
    sa.Column("hash", sa.Text, nullable=False, comment="argon2"),
    sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
)

user_authenticator = sa.Table(
    "user_authenticator",
    metadata,
    _refer_to_user(primary_key=True),
    sa.Column("secret", sa.Text, nullable=False, comment="encrypted"),
    sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("last_step", sa.BigInteger, nullable=False, comment="a code is used once"),
)

recovery_code = sa.Table(
    "recovery_code",
    metadata,
    sa.Column("hash", sa.String(64), primary_key=True),
    _refer_to_user(),
    sa.Column("used_at", sa.DateTime, comment="UTC"),
    sa.Index("ix_recovery_code_user_id", "user_id"),
)

# A link by which a user sets the first password, or a new one.
invitation = sa.Table(
    "invitation",
    metadata,
    sa.Column("hash", sa.String(64), primary_key=True),
    _refer_to_user(),
    sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("ends_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("used_at", sa.DateTime, comment="UTC"),
)

# A sign-in under way: on its way to a provider and back, or waiting for the second factor.
pending_sign_in = sa.Table(
    "pending_sign_in",
    metadata,
    sa.Column("hash", sa.String(64), primary_key=True),
    sa.Column("provider", sa.Text, nullable=False, server_default=""),
    sa.Column("state", sa.Text, nullable=False, server_default=""),
    sa.Column("nonce", sa.Text, nullable=False, server_default=""),
    sa.Column("verifier", sa.Text, nullable=False, server_default=""),
    sa.Column("secret", sa.Text, nullable=False, server_default="", comment="encrypted"),
    sa.Column("invitation", sa.Text, nullable=False, server_default="", comment="its hash"),
    _refer_to_user(nullable=True),
    sa.Column("next_path", sa.Text, nullable=False),
    sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
)

user_session = sa.Table(
    "user_session",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("hash", sa.String(64), nullable=False),
    _refer_to_user(),
    sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("seen_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("ended_at", sa.DateTime, comment="UTC"),
    sa.Column("browser", sa.Text, nullable=False, comment="such as “Firefox on Windows”"),
    sa.Column("network", sa.Text, nullable=False, comment="the address without its last part"),
    sa.Column("method", sa.Text, nullable=False, comment="how the user signed in"),
    sa.Column("role", sa.Text, nullable=False, server_default="", comment="chosen by the user"),
    sa.Column("viewing_as", BigKey, sa.ForeignKey("user_account.id")),
    sa.Index("ix_user_session_hash", "hash", unique=True),
    sa.Index("ix_user_session_user_id", "user_id"),
)

api_token = sa.Table(
    "api_token",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("hash", sa.String(64), nullable=False),
    _refer_to_user(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("ends_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("revoked_at", sa.DateTime, comment="UTC"),
    sa.Index("ix_api_token_hash", "hash", unique=True),
    sa.Index("ix_api_token_user_id", "user_id"),
)

# Failed sign-ins by account and by address, each as a keyed hash.
sign_in_failure = sa.Table(
    "sign_in_failure",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("last_at", sa.DateTime, nullable=False, comment="UTC"),
)
