"""The ID token of a provider, believed only after every check."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jwt import JWTClaimsRegistry
from pydantic import BaseModel, Field, ValidationError

from indicators.domain.errors import UserError

ALGORITHMS = ("RS256", "PS256", "ES256")
"""How a token may be signed: each with a private key, which only the provider has."""
LEEWAY_SECONDS = 60
"""How far apart two clocks may be."""


class UntrustedTokenError(UserError):
    """A token that fails a check. It does not say which, since the browser may not be a friend."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"What {name} sent could not be trusted, so you are not signed in.",
            remedy="Start again from the sign-in page.",
        )


class IdTokenClaims(BaseModel):
    """What a token says of a person. Everything else in it is left out."""

    iss: str
    sub: Annotated[str, Field(min_length=1, max_length=255)]
    aud: str | list[str]
    azp: str = ""
    nonce: str
    iat: int
    exp: int
    name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class IdTokenRules:
    """What a token must say: who made it, for which client and for which sign-in."""

    provider: str
    issuer: str
    client_id: str
    nonce: str


def read_id_token(
    token: str, rules: IdTokenRules, find_keys: Callable[[bool], KeySet], now: datetime
) -> IdTokenClaims:
    """Return what a token says. Raises UntrustedTokenError if it fails any check.

    `find_keys(again)` returns the provider's keys, fetched once more if `again`.
    """
    decoded = _decode(token, find_keys(False)) or _decode(token, find_keys(True))
    if decoded is None:
        raise UntrustedTokenError(rules.provider)
    try:
        claims = IdTokenClaims.model_validate(decoded.claims, strict=True)
        registry = JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": rules.issuer},
            aud={"essential": True, "value": rules.client_id},
            exp={"essential": True},
            iat={"essential": True},
        )
        registry.validate(decoded.claims)
    except (JoseError, ValidationError):
        raise UntrustedTokenError(rules.provider) from None
    is_ours = claims.azp in ("", rules.client_id) and (
        isinstance(claims.aud, str) or len(claims.aud) == 1 or claims.azp == rules.client_id
    )
    if not is_ours or not hmac.compare_digest(claims.nonce.encode(), rules.nonce.encode()):
        raise UntrustedTokenError(rules.provider)
    return claims


def _decode(token: str, keys: KeySet) -> jwt.Token | None:
    """Return a token whose signature is right, or None."""
    try:
        return jwt.decode(token, keys, algorithms=list(ALGORITHMS))
    except (JoseError, ValueError):
        return None
