"""What became of a form, shown once on the page that follows it.

The messages wait in the visitor's signed session cookie (`flask.flash`), so they reach nobody else
and every worker process can show them.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, urlencode

import flask
from werkzeug.wrappers import Response

JSON = "application/json"
_WAITING = "_flashes"
"""Where Flask keeps flashed messages in the session."""
_SHOWN, _LEFT_OUT, _NOTICE = "shown", "left_out", "notice"
_ROOM, _SHORTEST = 2250, 90
"""How many characters fit into a cookie, and how many each message keeps at least."""


class MessageKind(StrEnum):
    """Whether the form did what it should. The style sheet has a class for each."""

    GOOD = "good"
    WRONG = "wrong"


Message = tuple[MessageKind, str]


@dataclass(frozen=True, slots=True)
class ShownPage:
    """The page that a request renders: its address, and whether it is the live page."""

    address: str
    is_live: bool


def answer_form(
    path: str, messages: Iterable[Message], fragment: str = "", **query: str
) -> Response:
    """Lead from a form to the page that shows the messages.

    `query` are parameters of that page, and `fragment` is the part of it to scroll to. A script
    that asks for JSON gets the messages and the address. That address differs each time, because a
    browser that is on the page already would otherwise not load it again.
    """
    messages = list(messages)
    flash_messages(messages)
    is_script = flask.request.headers.get("Accept") == JSON
    if is_script:
        query["sent"] = secrets.token_hex(4)
    encoded = f"?{urlencode(query)}" if query else ""
    address = f"{path}{encoded}" + (f"#{quote(fragment)}" if fragment else "")
    if is_script:
        return flask.jsonify(messages=[text for _, text in messages], address=address)
    return flask.redirect(address, 303)


def flash_messages(messages: Iterable[Message]) -> None:
    """Add messages to those that wait for the visitor's next page, as far as a cookie has room."""
    for kind, text in messages:
        flask.flash(text, kind)
    waiting = flask.session.get(_WAITING, [])
    most = max(_ROOM // max(len(waiting), 1), _SHORTEST)
    kept = [(kind, _shorten(text, most)) for kind, text in waiting[: _ROOM // _SHORTEST]]
    flask.session[_WAITING] = kept
    flask.session[_LEFT_OUT] = flask.session.get(_LEFT_OUT, 0) + len(waiting) - len(kept)


def begin_page(path: str, query: Mapping[str, str], *, is_live: bool) -> None:
    """Note which page this request renders, before `read_messages` is called for it."""
    given = sorted((name, value) for name, value in query.items() if value)
    flask.g.shown_page = ShownPage(f"{path}?{urlencode(given)}", is_live)


def read_messages() -> list[Message]:
    """Return the visitor's messages.

    The first response takes them out of the session and notes the address. The live page that
    takes its place at this address shows them once more, and nothing shows them after that.
    """
    page: ShownPage = flask.g.shown_page
    if page.is_live:
        address, messages = flask.session.pop(_SHOWN, ("", []))
        return _restore(messages) if address == page.address else []
    messages = [*flask.get_flashed_messages(with_categories=True)]
    if left_out := flask.session.pop(_LEFT_OUT, 0):
        more = f"{left_out} more messages are not shown. Send again the files that are not below."
        messages.append((MessageKind.WRONG, more))
    if messages or _SHOWN in flask.session:
        flask.session[_SHOWN] = (page.address, messages)
    return _restore(messages)


def show_once(notice: str) -> str:
    """Return the notice for this page and for the live page that takes its place, or "".

    `notice` is what there is to say now.
    """
    page: ShownPage = flask.g.shown_page
    address, before = flask.session.pop(_NOTICE, ("", ""))
    if page.is_live:
        return notice or (before if address == page.address else "")
    if notice:
        flask.session[_NOTICE] = (page.address, notice)
    return notice


def _restore(messages: Iterable[tuple[str, str]]) -> list[Message]:
    return [(MessageKind(kind), text) for kind, text in messages]


def _shorten(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
