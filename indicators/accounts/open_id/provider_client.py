"""One OpenID provider over HTTP: its addresses, its keys and its token endpoint."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlsplit

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import AfterValidator, BaseModel, ValidationError

from indicators.domain.errors import UserError
from indicators.domain.people.loopback import LOOPBACK
from indicators.domain.people.sign_in_settings import OpenIdProvider

SCOPE = "openid profile email"
SECONDS = 10
"""How long an answer of a provider may take."""
KEPT_SECONDS = 3600
KEYS_AGAIN_SECONDS = 60
"""How soon keys are fetched again for a token that was signed with an unknown one."""
_WELL_KNOWN = "/.well-known/openid-configuration"


class ProviderFailedError(UserError):
    """A provider that does not answer, or not as it should."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Sign-in with {name} does not work at the moment.",
            remedy="Try again in a few minutes. If it happens again, contact your administrator.",
        )


def _check_address(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise ValueError("not over TLS")
    return address


_Address = Annotated[str, AfterValidator(_check_address)]


class ProviderAddresses(BaseModel):
    """What a provider says of itself. Everything else in it is left out."""

    issuer: str
    authorization_endpoint: _Address
    token_endpoint: _Address
    jwks_uri: _Address
    token_endpoint_auth_methods_supported: list[str] = ["client_secret_basic"]
    authorization_response_iss_parameter_supported: bool = False


@dataclass(slots=True)
class _Kept:
    """Something fetched, and when."""

    value: Any
    at: float


class ProviderClient:
    """Talks to one provider. `secret` is what the provider gave this dashboard, or ""."""

    def __init__(self, provider: OpenIdProvider, secret: str) -> None:
        self.provider = provider
        self._secret = secret
        self._addresses: _Kept | None = None
        self._keys: _Kept | None = None

    def find_addresses(self) -> ProviderAddresses:
        """Return the provider's addresses. Raises ProviderFailedError for another issuer's."""
        if self._addresses is None or time.monotonic() - self._addresses.at > KEPT_SECONDS:
            found = self._fetch(self.provider.issuer.rstrip("/") + _WELL_KNOWN)
            try:
                addresses = ProviderAddresses.model_validate(found)
            except ValidationError:
                raise ProviderFailedError(self.provider.name) from None
            if addresses.issuer != self.provider.issuer:
                raise ProviderFailedError(self.provider.name)
            self._addresses = _Kept(addresses, time.monotonic())
        kept: ProviderAddresses = self._addresses.value
        return kept

    def find_keys(self, *, again: bool = False) -> KeySet:
        """Return the keys with which the provider signs; `again` fetches them if they are old."""
        oldest = KEYS_AGAIN_SECONDS if again else KEPT_SECONDS
        if self._keys is None or time.monotonic() - self._keys.at > oldest:
            found = self._fetch(self.find_addresses().jwks_uri)
            try:
                keys = KeySet.import_key_set({"keys": list(found["keys"])})
            except (JoseError, ValueError, KeyError, TypeError):
                raise ProviderFailedError(self.provider.name) from None
            self._keys = _Kept(keys, time.monotonic())
        kept: KeySet = self._keys.value
        return kept

    def build_address(self, redirect: str, *, state: str, nonce: str, verifier: str) -> str:
        """Return the address at which a person signs in at the provider."""
        address, _ = self._open(redirect).create_authorization_url(
            self.find_addresses().authorization_endpoint,
            state=state,
            nonce=nonce,
            code_verifier=verifier,
        )
        return str(address)

    def fetch_id_token(self, redirect: str, code: str, verifier: str) -> str:
        """Exchange a code for an ID token."""
        try:
            answer = self._open(redirect).fetch_token(
                self.find_addresses().token_endpoint,
                grant_type="authorization_code",
                code=code,
                code_verifier=verifier,
                allow_redirects=False,
            )
        except (OAuthError, requests.RequestException, ValueError, KeyError):
            raise ProviderFailedError(self.provider.name) from None
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise ProviderFailedError(self.provider.name)
        return token

    def _open(self, redirect: str) -> Any:
        methods = self.find_addresses().token_endpoint_auth_methods_supported
        method = "client_secret_basic" if "client_secret_basic" in methods else "client_secret_post"
        return OAuth2Session(
            self.provider.client_id,
            self._secret or None,
            token_endpoint_auth_method=method if self._secret else "none",
            scope=SCOPE,
            redirect_uri=redirect,
            code_challenge_method="S256",
            default_timeout=SECONDS,
        )

    def _fetch(self, address: str) -> Mapping[str, Any]:
        try:
            answer = requests.get(address, timeout=SECONDS, allow_redirects=False)
            answer.raise_for_status()
            found = answer.json()
        except (requests.RequestException, ValueError):
            raise ProviderFailedError(self.provider.name) from None
        if answer.status_code != requests.codes.ok or not isinstance(found, dict):
            raise ProviderFailedError(self.provider.name)
        return found
