"""Everything about users over one database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa

from indicators.access.roles import AccessContext
from indicators.access.throttle import KEPT_FOR
from indicators.accounts.authenticator import Authenticator
from indicators.accounts.digest_choices import DigestChoices
from indicators.accounts.local_sign_in import LocalSignIn
from indicators.accounts.open_id.open_id_sign_in import OpenIdSignIn
from indicators.accounts.private_links import PrivateLinks
from indicators.accounts.secret_texts import ServerKeys
from indicators.accounts.session_service import SessionService
from indicators.accounts.token_service import TokenService
from indicators.accounts.user_admin import UserAdmin, list_choices
from indicators.accounts.user_finder import UserFinder, ignore_state
from indicators.domain.loads import DataState
from indicators.store.accounts.credential_table import CredentialTable
from indicators.store.accounts.failure_table import FailureTable
from indicators.store.accounts.identity_table import IdentityTable
from indicators.store.accounts.pending_table import PendingTable
from indicators.store.accounts.session_table import SessionTable
from indicators.store.accounts.token_table import TokenTable
from indicators.store.accounts.user_table import UserTable
from indicators.store.audit_log import AuditLog
from indicators.store.notifications.private_link_table import PrivateLinkTable
from indicators.store.notifications.subscription_table import SubscriptionTable

if TYPE_CHECKING:  # it imports an HTTP client and cryptography, and not everyone has a provider
    from indicators.accounts.open_id.provider_client import ProviderClient


class Accounts:
    """The services around users, put together."""

    def __init__(
        self,
        engine: sa.Engine,
        secret: str,
        find_context: Callable[[], AccessContext],
        clients: Sequence[ProviderClient] = (),
        contact: str = "",
        note_state: Callable[[DataState], None] = ignore_state,
    ) -> None:
        """Put them together over a database.

        `secret` is the server's. `clients` are the OpenID providers. `contact` says where people
        get help. `note_state` is given the state of the data that was read with a session.
        """
        keys = ServerKeys(secret)
        credentials = CredentialTable(engine)
        sessions = SessionTable(engine)
        self.contact = contact
        self.find_context = find_context
        self.users = UserTable(engine)
        self.identities = IdentityTable(engine)
        self.pending = PendingTable(engine)
        self.authenticator = Authenticator(credentials, keys)
        self.local = LocalSignIn(
            self.users,
            credentials,
            FailureTable(engine, KEPT_FOR),
            self.authenticator,
            keys,
            AuditLog(engine),
        )
        self.open_id = OpenIdSignIn(clients)
        self.sessions = SessionService(sessions)
        self.tokens = TokenService(TokenTable(engine))
        private_links = PrivateLinkTable(engine)
        self.private_links = PrivateLinks(private_links, self.users)
        self.digests = DigestChoices(SubscriptionTable(engine), self.users, secret)
        self.finder = UserFinder(self.users, self.sessions, self.tokens, find_context, note_state)
        self.admin = UserAdmin(
            self.users,
            self.identities,
            credentials,
            sessions,
            private_links,
            lambda: list_choices(find_context()),
        )
