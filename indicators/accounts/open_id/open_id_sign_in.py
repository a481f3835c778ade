"""A sign-in at a provider, from the button to the user."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from indicators.accounts.secret_texts import make_token
from indicators.domain.errors import UserError
from indicators.domain.people.sign_in_settings import OpenIdProvider
from indicators.domain.people.users import PendingSignIn

if TYPE_CHECKING:  # it imports an HTTP client and cryptography, and not everyone has a provider
    from indicators.accounts.open_id.provider_client import ProviderClient

_LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class FoundIdentity:
    """Who someone is at a provider."""

    provider: OpenIdProvider
    subject: str
    name: str
    email: str


class SignInStoppedError(UserError):
    """A provider that did not let someone in, or who turned back there."""


class OpenIdSignIn:
    """Sends people to providers and reads what they come back with."""

    def __init__(self, clients: Sequence[ProviderClient]) -> None:
        self._clients = {client.provider.code: client for client in clients}

    def list_providers(self) -> list[OpenIdProvider]:
        return [client.provider for client in self._clients.values()]

    def begin(
        self,
        code: str,
        redirect: str,
        next_path: str,
        now: datetime,
        invitation: str = "",
    ) -> tuple[str, PendingSignIn]:
        """Return the address at the provider, and what must be kept until the return."""
        client = self._find(code)
        state, nonce, verifier = make_token(), make_token(), make_token()
        address = client.build_address(redirect, state=state, nonce=nonce, verifier=verifier)
        pending = PendingSignIn(
            next_path,
            now,
            provider=code,
            state=state,
            nonce=nonce,
            verifier=verifier,
            invitation=invitation,
        )
        return address, pending

    def finish(
        self,
        code: str,
        redirect: str,
        answer: Mapping[str, str],
        pending: PendingSignIn | None,
        now: datetime,
    ) -> FoundIdentity:
        """Return who came back from a provider.

        Raises UserError unless the answer belongs to the sign-in that this browser began, with this
        very provider.
        """
        from indicators.accounts.open_id.id_token import IdTokenRules, read_id_token

        client = self._find(code)
        provider = client.provider
        if (
            pending is None
            or pending.provider != code
            or not hmac.compare_digest(pending.state.encode(), answer.get("state", "").encode())
        ):
            raise SignInStoppedError(
                "This sign-in took too long, was begun in another window, or was used already.",
                remedy="Start again from the sign-in page.",
            )
        self._check_sender(client, answer)
        if "error" in answer or not answer.get("code"):
            raise SignInStoppedError(
                f"{provider.name} did not sign you in.", remedy="Try again, or another way."
            )
        token = client.fetch_id_token(redirect, answer["code"], pending.verifier)
        rules = IdTokenRules(provider.name, provider.issuer, provider.client_id, pending.nonce)
        claims = read_id_token(token, rules, lambda again: client.find_keys(again=again), now)
        name, email = claims.name[:_LONGEST_TEXT], claims.email[:_LONGEST_TEXT]
        return FoundIdentity(provider, claims.sub, name, email)

    def _check_sender(self, client: ProviderClient, answer: Mapping[str, str]) -> None:
        """Refuse an answer of another provider than the one that was asked (RFC 9207)."""
        from indicators.accounts.open_id.id_token import UntrustedTokenError

        sender = answer.get("iss", "")
        must_be_given = client.find_addresses().authorization_response_iss_parameter_supported
        if (sender or must_be_given) and sender != client.provider.issuer:
            raise UntrustedTokenError(client.provider.name)

    def _find(self, code: str) -> ProviderClient:
        if code not in self._clients:
            raise SignInStoppedError(
                "There is no such way to sign in.", remedy="Start again from the sign-in page."
            )
        return self._clients[code]
