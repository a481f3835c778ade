"""A user's own notifications: digests by e-mail, and private addresses for feeds and calendars."""

from __future__ import annotations

from datetime import UTC, datetime

import flask
from werkzeug.wrappers import Response

from indicators.access.declared_needs import signed_in
from indicators.access.permissions import Permission
from indicators.accounts.accounts import Accounts
from indicators.domain.localities import Locality
from indicators.domain.periods import format_day
from indicators.reports.actions.action_book import ActionBook
from layouts.accounts.account_pages import AccountPages
from layouts.accounts.own_session import get_own_session
from layouts.accounts.sign_in_links import PRIVATE
from layouts.site.current_user import get_current_user, get_current_viewer
from layouts.site.flash_messages import MessageKind, answer_form
from layouts.site.site import Site

PATH = "/account/notifications"


def create_blueprint(site: Site, accounts: Accounts, pages: AccountPages) -> flask.Blueprint:
    """Return the addresses under /account/notifications."""
    blueprint = flask.Blueprint("notifications", __name__, url_prefix=PATH)

    def list_teams() -> list[Locality]:
        viewer = get_current_viewer()
        if Permission.VIEW_FIGURES not in viewer.permissions:
            return []
        book = ActionBook(site.reports, viewer)
        return [team for team in book.list_teams() if book.is_team_seen(team.code)]

    @blueprint.get("")
    @signed_in
    def show() -> Response:
        user = get_current_user()
        now = datetime.now(UTC)
        return pages.render_framed(
            "notifications.html",
            "Notifications",
            user=user,
            teams=list_teams(),
            chosen=[] if user.is_sample else accounts.digests.list_teams(user.user),
            addresses=None if user.is_sample else accounts.private_links.find(user.user, now),
            format_day=format_day,
        )

    @blueprint.post("/digests")
    @signed_in
    def choose_digests() -> Response:
        user, _ = get_own_session()
        seen = {team.code for team in list_teams()}
        chosen = seen & set(flask.request.form.getlist("team"))
        accounts.digests.choose(user.user, chosen, datetime.now(UTC))
        return answer_form(PATH, [(MessageKind.GOOD, "Your choice of digests is saved.")])

    @blueprint.post("/addresses")
    @signed_in
    def make_addresses() -> Response:
        user, _ = get_own_session()
        token = accounts.private_links.make(user.user, datetime.now(UTC))
        root = f"{flask.request.url_root.rstrip('/')}{PRIVATE}/{token}"
        return pages.render_framed(
            "private_addresses.html",
            "Copy your private addresses now",
            teams=list_teams(),
            root=root,
            back=PATH,
        )

    @blueprint.post("/addresses/end")
    @signed_in
    def end_addresses() -> Response:
        user, _ = get_own_session()
        accounts.private_links.revoke(user.user, datetime.now(UTC))
        return answer_form(PATH, [(MessageKind.GOOD, "Your private addresses have ended.")])

    return blueprint
