"""Sign-in with OpenID providers: the way there, and the return."""

from __future__ import annotations

from datetime import UTC, datetime

import flask
from werkzeug.wrappers import Response

from indicators.access.declared_needs import public
from indicators.accounts.accounts import Accounts
from indicators.accounts.open_id.open_id_sign_in import FoundIdentity
from indicators.domain.errors import UserError
from indicators.domain.people.users import User
from layouts.accounts.account_forms import SignInForm
from layouts.accounts.account_pages import AccountPages
from layouts.accounts.sign_in.pending_cookie import take_pending
from layouts.accounts.sign_in.provider_start import find_return, send_to_provider
from layouts.accounts.sign_in.sign_in_routes import show_sign_in
from layouts.accounts.sign_in.start_session import start_session
from layouts.accounts.sign_in_links import SIGN_IN
from layouts.site.current_user import forget_pending
from layouts.site.safe_redirect import find_own_path


def add_provider_routes(
    blueprint: flask.Blueprint, accounts: Accounts, pages: AccountPages
) -> None:
    """Add the addresses of providers to the blueprint of sign-in."""

    @blueprint.post(f"{SIGN_IN}/with/<provider>")
    @public
    def begin(provider: str) -> Response:
        next_path = find_own_path(flask.request.form.get("next", ""))
        try:
            return send_to_provider(accounts, provider, next_path)
        except UserError as error:
            return show_sign_in(accounts, pages, SignInForm(next=next_path), error)

    @blueprint.get(f"{SIGN_IN}/from/<provider>")
    @public
    def finish(provider: str) -> Response:
        now, pending = datetime.now(UTC), take_pending(accounts)
        try:
            identity = accounts.open_id.finish(
                provider, find_return(provider), flask.request.args, pending, now
            )
        except UserError as error:
            accounts.local.record_provider_failure(provider, now)
            next_path = pending.next_path if pending else ""
            page = show_sign_in(accounts, pages, SignInForm(next=next_path), error)
            return forget_pending(page)
        user = _find_user(accounts, identity, pending.invitation if pending else "", now)
        if user is None:
            return _answer_unknown(accounts, pages, identity, now)
        next_path = pending.next_path if pending else ""
        return start_session(accounts, user, identity.provider.name, next_path, now)


def _find_user(
    accounts: Accounts, identity: FoundIdentity, invitation: str, now: datetime
) -> User | None:
    """Return the user of an identity: the one linked, or the one whose link led here."""
    issuer = identity.provider.issuer
    invited = accounts.local.use_invitation(invitation, now) if invitation else None
    if invited:
        accounts.identities.link(issuer, identity.subject, invited.id, now)
        return invited
    user = accounts.identities.find_user(issuer, identity.subject)
    return None if user is None or user.disabled_at else user


def _answer_unknown(
    accounts: Accounts, pages: AccountPages, identity: FoundIdentity, now: datetime
) -> Response:
    number = accounts.identities.note_unknown(
        identity.provider.issuer,
        identity.subject,
        name=identity.name,
        email=identity.email,
        now=now,
    )
    page = pages.render_bare(
        "not_a_user.html",
        "You have no access yet",
        status=403,
        number=number,
        provider=identity.provider,
    )
    return forget_pending(page)
