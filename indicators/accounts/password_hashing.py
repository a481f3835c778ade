"""Passwords as argon2id hashes."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""19 MiB and two passes for each check: so many checks at once fit into a small server."""


def hash_password(password: str) -> str:
    """Return the hash under which a password is kept."""
    return _HASHER.hash(password)


def is_password(password: str, hashed: str) -> bool:
    """Return whether a hash is of this password. Without a hash it takes as long to say no."""
    try:
        _HASHER.verify(hashed or _get_unused_hash(), password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(hashed)


def has_old_settings(hashed: str) -> bool:
    """Return whether a hash was made with other settings than today's."""
    return _HASHER.check_needs_rehash(hashed)


@cache
def _get_unused_hash() -> str:
    return _HASHER.hash("no user has this password")
