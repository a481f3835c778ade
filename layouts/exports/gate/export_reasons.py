"""Why someone downloads exact small numbers: asked once in a session for each kind of file."""

from __future__ import annotations

from urllib.parse import urlencode

import flask
from werkzeug.exceptions import HTTPException

from indicators.domain.audit.actor import get_actor
from layouts.site.safe_redirect import find_own_path

PATH = "/export-reason"
"""The page that asks."""
HEADER = "X-Export-Reason"
"""Where programs say why."""
SHORTEST_REASON, LONGEST_REASON = 5, 200
_PLACES = ("/sheets/", "/tables/", "/packs/", "/meetings/", "/data/load/", "/api/v1/")
"""Where files with figures are."""
_SESSION, _MOST_KEPT = "export_reasons", 4


def find_reason() -> str:
    """Return why this request needs exact small numbers, or "" if that was not said."""
    if given := tidy_reason(
        flask.request.headers.get(HEADER, "").encode("latin-1").decode(errors="replace")
    ):
        return given
    who, reasons = flask.session.get(_SESSION, ("", {}))
    # The next person to sign in in this browser has reasons of their own.
    return str(reasons.get(flask.request.endpoint, "")) if who == get_actor().who else ""


def keep_reason(address: str, reason: str) -> None:
    """Remember for the session why files of this kind are needed."""
    known, reasons = flask.session.get(_SESSION, ("", {}))
    who = get_actor().who
    kept = {**(reasons if known == who else {})}
    endpoint = _find_endpoint(address)
    kept.pop(endpoint, None)
    newest = list({**kept, endpoint: reason}.items())[-_MOST_KEPT:]
    flask.session[_SESSION] = (who, dict(newest))


def tidy_reason(text: str) -> str:
    """Return a reason as one line of text, or "" for one that says nothing."""
    line = " ".join(text.split())[:LONGEST_REASON]
    return line if len(line) >= SHORTEST_REASON else ""


def find_file_address(asked: str) -> str:
    """Return the address of a file that was asked for, or "" if it is none of ours."""
    found = find_own_path(asked, "")
    is_file = found.startswith(_PLACES) and "." in _find_endpoint(found)  # not the pages' rule
    return found if is_file else ""


def build_question_address() -> str:
    """Return the address of the page that asks why this request needs its file."""
    request = flask.request
    sender = request.referrer or ""
    here = request.host_url.rstrip("/")
    back = find_own_path(sender.removeprefix(here)) if sender.startswith(f"{here}/") else "/"
    asked = request.full_path.rstrip("?")
    return f"{PATH}?{urlencode({'for': asked, 'back': back})}"


def _find_endpoint(address: str) -> str:
    """Return the endpoint of a path, which stands for the kind of file; "" if there is none."""
    try:
        endpoint, _ = flask.current_app.url_map.bind("").match(address.partition("?")[0])
    except HTTPException:
        return ""
    return str(endpoint)
