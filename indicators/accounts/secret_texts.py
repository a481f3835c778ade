"""Random texts that give access, their hashes, and what is encrypted with the server's secret."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # 8 MB, which the sample does without
    from cryptography.fernet import Fernet

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that nobody mistakes for one another."""
CODE_PARTS, CODE_LETTERS = 3, 4


def make_token() -> str:
    """Return a text of 256 random bits, for a cookie, a link or a program."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """Return the hash under which a token is kept: it is random, so nobody can try them all."""
    return hashlib.sha256(token.encode()).hexdigest()


def make_recovery_code() -> str:
    """Return a code that a person can write down: about 60 random bits."""
    letters = [secrets.choice(_LETTERS) for _ in range(CODE_PARTS * CODE_LETTERS)]
    parts = zip(*[iter(letters)] * CODE_LETTERS, strict=True)
    return "-".join("".join(part) for part in parts)


class ServerKeys:
    """Keys that are derived from the secret of the server, one for each purpose."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def hash_code(self, code: str, user_id: int) -> str:
        """Return the hash of a recovery code, which is too short to be hashed without a key."""
        written = "".join(code.lower().split()).replace("-", "")
        return _sign(self._codes, f"{user_id} {written}")

    def hash_throttled(self, kind: str, value: str) -> str:
        """Return the key of an account or an address in the table of failures."""
        return _sign(self._throttle, f"{kind} {value}")

    def encrypt(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode()

    def decrypt(self, encrypted: str) -> str:
        """Return the text, or "" if it was encrypted with another secret."""
        from cryptography.fernet import InvalidToken

        try:
            return self._fernet.decrypt(encrypted.encode()).decode()
        except InvalidToken:
            return ""

    @cached_property
    def _codes(self) -> bytes:
        return _derive(self._secret, b"recovery codes")

    @cached_property
    def _throttle(self) -> bytes:
        return _derive(self._secret, b"sign-in failures")

    @cached_property
    def _fernet(self) -> Fernet:
        from cryptography.fernet import Fernet

        return Fernet(base64.urlsafe_b64encode(_derive(self._secret, b"authenticator apps")))


def _derive(secret: str, purpose: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())


def _sign(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
