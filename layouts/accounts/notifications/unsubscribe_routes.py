"""The link in each mail by which someone gets no more of them, without signing in (RFC 8058)."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

import flask
from werkzeug.wrappers import Response

from indicators.access.declared_needs import public
from indicators.accounts.accounts import Accounts
from indicators.domain.places import Places
from layouts.accounts.account_pages import AccountPages


def create_blueprint(
    accounts: Accounts, pages: AccountPages, find_places: Callable[[], Places]
) -> flask.Blueprint:
    """Return /unsubscribe/<signed>.

    The signed text in the address is what permits it. Programs of mail providers post there, so it
    has no other token. Opening the address changes nothing: some programs open every link.
    """
    blueprint = flask.Blueprint("unsubscribe", __name__)

    def show(signed: str, *, is_done: bool) -> Response:
        found = accounts.digests.read_end(signed)
        if found is None:
            wrong = HTTPStatus.BAD_REQUEST if is_done else HTTPStatus.NOT_FOUND
            return pages.render_bare(
                "unsubscribe_over.html", "This link is not valid", status=wrong
            )
        user, team = found
        if is_done:
            accounts.digests.end(user, team)
        known = find_places().localities
        return pages.render_bare(
            "unsubscribe.html",
            "No more digests",
            team=known[team].name if team in known else team,
            signed=signed,
            is_done=is_done,
        )

    @blueprint.get("/unsubscribe/<signed>")
    @public
    def ask(signed: str) -> Response:
        return show(signed, is_done=False)

    @blueprint.post("/unsubscribe/<signed>")
    @public
    def end(signed: str) -> Response:
        return show(signed, is_done=True)

    return blueprint
