"""The second factor: codes of an authenticator app (TOTP), or recovery codes."""

from __future__ import annotations

import hmac
from datetime import datetime

import pyotp

from indicators.accounts.secret_texts import ServerKeys, make_recovery_code
from indicators.store.accounts.credential_table import CredentialTable

SECONDS = 30
CODES = 10
"""How many recovery codes a user is given."""


class Authenticator:
    """Checks the codes of users and sets up their apps."""

    def __init__(self, credentials: CredentialTable, keys: ServerKeys) -> None:
        self._credentials = credentials
        self._keys = keys

    def is_set_up(self, user_id: int) -> bool:
        return bool(self._credentials.find_authenticator(user_id))

    def has_other_key(self, user_id: int) -> bool:
        """Return whether an app was set up with another secret of the server: it is of no use."""
        encrypted = self._credentials.find_authenticator(user_id)
        return bool(encrypted) and not self.read_secret(encrypted)

    def make_secret(self) -> str:
        """Return a new key for an app, encrypted."""
        return self._keys.encrypt(pyotp.random_base32())

    def read_secret(self, encrypted: str) -> str:
        """Return the key that an app is given."""
        return self._keys.decrypt(encrypted)

    def build_address(self, encrypted: str, email: str, issuer: str) -> str:
        """Return the address that the QR code of an app holds."""
        totp = pyotp.TOTP(self.read_secret(encrypted))
        return totp.provisioning_uri(name=email, issuer_name=issuer)

    def is_code(self, encrypted: str, code: str, now: datetime) -> bool:
        """Return whether a code is one of an app that is being set up."""
        return find_step(self.read_secret(encrypted), code, now) is not None

    def set_up(self, user_id: int, encrypted: str, code: str, now: datetime) -> list[str]:
        """Keep a new app once a code of it is right. Returns recovery codes; none if it is not."""
        step = find_step(self.read_secret(encrypted), code, now)
        if step is None:
            return []
        codes = [make_recovery_code() for _ in range(CODES)]
        hashes = [self._keys.hash_code(each, user_id) for each in codes]
        self._credentials.keep_authenticator(user_id, encrypted, step, hashes, now)
        return codes

    def count_codes(self, user_id: int) -> int:
        """Return how many recovery codes are left."""
        return self._credentials.count_recovery_codes(user_id)

    def renew_codes(self, user_id: int) -> list[str]:
        """Return new recovery codes. The earlier ones end."""
        codes = [make_recovery_code() for _ in range(CODES)]
        hashes = [self._keys.hash_code(each, user_id) for each in codes]
        self._credentials.replace_recovery_codes(user_id, hashes)
        return codes

    def use_code(self, user_id: int, code: str, now: datetime) -> bool:
        """Return whether a code is right, of the app or for recovery. Either is used up."""
        secret = self.read_secret(self._credentials.find_authenticator(user_id))
        step = find_step(secret, code, now)
        if step is not None:
            return self._credentials.use_step(user_id, step)
        hashed = self._keys.hash_code(code, user_id)
        return self._credentials.use_recovery_code(user_id, hashed, now)


def find_step(secret: str, code: str, now: datetime) -> int | None:
    """Return the 30 seconds whose code this is: these, the last or the next; None if neither."""
    given = "".join(code.split())
    if not secret or not given.isascii():
        return None
    totp, current = pyotp.TOTP(secret), int(now.timestamp()) // SECONDS
    for step in (current, current - 1, current + 1):
        if hmac.compare_digest(totp.generate_otp(step), given):
            return step
    return None
