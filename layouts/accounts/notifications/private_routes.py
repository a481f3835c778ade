"""What programs read without signing in, at addresses that hold a token of a user."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus

import flask
from werkzeug.wrappers import Response

from indicators.access.declared_needs import public
from indicators.access.permissions import AccessError, Viewer
from indicators.accounts.accounts import Accounts
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.digests.entry_ids import EntryIds
from indicators.reports.digests.team_calendar import list_own_entries, list_team_entries
from indicators.reports.digests.team_digest import list_digests
from layouts.accounts.sign_in_links import PRIVATE
from layouts.exports.digests.digest_feed import ATOM, FeedPlace, write_feed
from layouts.exports.file_response import ICS
from layouts.site.site import Site

_NOT_THERE = "There is nothing at this address, or it has ended. Make a new one in the dashboard.\n"


def create_blueprint(site: Site, accounts: Accounts) -> flask.Blueprint:
    """Return the addresses under /private. What is there is decided at each request."""
    blueprint = flask.Blueprint("private", __name__, url_prefix=f"{PRIVATE}/<token>")

    def find_viewer(token: str) -> Viewer:
        now = datetime.now(UTC)
        user = accounts.private_links.find_user(token, now)
        if user is None:
            flask.abort(_refuse())
        return accounts.finder.build_viewer(user, now)

    @blueprint.get("/<team>/digest.atom")
    @public
    def read_feed(token: str, team: str) -> Response:
        viewer = find_viewer(token)
        digests = list_digests(site.reports, team, viewer, datetime.now(UTC).date())
        if not digests:
            return _refuse()
        ids = EntryIds(site.reports.table.engine)
        place = FeedPlace(flask.request.url_root, flask.request.url, ids)
        feed = write_feed(digests, site.reports.catalogue.programme, place)
        return _answer(feed.encode(), ATOM)

    @blueprint.get("/<team>/calendar.ics")
    @public
    def read_team_calendar(token: str, team: str) -> Response:
        from layouts.exports.digests.calendar_file import write_calendar  # slow to import

        viewer = find_viewer(token)
        if not ActionBook(site.reports, viewer).is_team_seen(team):
            return _refuse()
        entries = list_team_entries(site.reports, team, viewer, datetime.now(UTC))
        name = site.reports.places[team].name
        return _answer(write_calendar(entries, name, flask.request.url_root), ICS)

    @blueprint.get("/actions.ics")
    @public
    def read_own_calendar(token: str) -> Response:
        from layouts.exports.digests.calendar_file import write_calendar  # slow to import

        entries = list_own_entries(site.reports, find_viewer(token), datetime.now(UTC))
        return _answer(write_calendar(entries, "My actions", flask.request.url_root), ICS)

    @blueprint.errorhandler(AccessError)
    def refuse_access(_: AccessError) -> Response:
        return _refuse()

    return blueprint


def _answer(content: bytes, kind: str) -> Response:
    """Return what a program keeps and asks for again; unchanged, it is not sent again."""
    response = flask.Response(content, mimetype=kind)
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    return response.make_conditional(flask.request)


def _refuse() -> flask.Response:
    """Return the same answer for every cause, so that nobody learns which one."""
    return flask.Response(_NOT_THERE, HTTPStatus.NOT_FOUND, mimetype="text/plain")
