"""Secrets that environment variables give: the server's own, and those of OpenID providers."""

from __future__ import annotations

import os

from indicators.domain.errors import UserError
from indicators.domain.sign_in_settings import OpenIdProvider

VARIABLE = "SECRET_KEY"
SHORTEST = 32
"""Bytes: 256 bits."""
_LEAST_LETTERS = 10
"""Different characters. A random text of 32 has about 20; an example that was left has fewer."""
_EXAMPLES = ("changeme", "change-me", "change_me", "secret", "example", "default", "password")
MAKE_ONE = 'python -c "import secrets; print(secrets.token_urlsafe(48))"'


class WeakSecretKeyError(UserError):
    """A secret of the server that others could guess, or none."""

    def __init__(self, what: str) -> None:
        super().__init__(
            what,
            remedy=f"Make one with {MAKE_ONE}, set {VARIABLE} to it, and keep it secret. Every "
            "process of this dashboard needs the same one.",
        )


def find_secret_key() -> str:
    """Return the secret that the environment gives, or ""."""
    return os.environ.get(VARIABLE, "")


def check_secret_key(*, has_real: bool) -> None:
    """Raise WeakSecretKeyError with real figures, unless the environment gives a good secret."""
    key = find_secret_key()
    if not has_real:
        return
    if not key:
        raise WeakSecretKeyError(f"Real figures are loaded, and {VARIABLE} is not set.")
    if len(key.encode()) < SHORTEST:
        raise WeakSecretKeyError(f"{VARIABLE} has fewer than {SHORTEST} characters.")
    if len(set(key)) < _LEAST_LETTERS or any(word in key.lower() for word in _EXAMPLES):
        raise WeakSecretKeyError(f"{VARIABLE} is an example, or easy to guess.")


def find_client_secret(provider: OpenIdProvider) -> str:
    """Return the secret that a provider gave. Raises UserError if its variable is not set."""
    if not provider.secret:
        return ""
    secret = os.environ.get(provider.secret, "")
    if not secret:
        raise UserError(
            f"The environment variable {provider.secret} is not set.",
            where=f"sign-in.toml, provider {provider.code}, key secret",
            remedy="Set it to the secret that the provider gave for this dashboard.",
        )
    return secret
