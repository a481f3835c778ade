"""The forms that keep and withdraw comments on figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import flask
from werkzeug.wrappers import Response

from indicators.access.declared_needs import needs
from indicators.access.permissions import Permission, Viewer
from indicators.domain.errors import UserError
from indicators.domain.periods import Month
from indicators.reports.overview.comment_book import CommentBook
from layouts.pages.comments.comment_view import CommentForm, render_comments
from layouts.site.flash_messages import MessageKind, answer_form
from layouts.site.form_fields import SignedForm, list_errors
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site


def create_blueprint(
    site: Site, viewer: Callable[[], Viewer], render_plain: Callable[[PageView], str]
) -> flask.Blueprint:
    """Return the addresses of comments; `render_plain` renders a page without scripts."""
    blueprint = flask.Blueprint("comments", __name__, url_prefix="/indicator/<code>/comments")

    def open_book(code: str) -> CommentBook:
        place = flask.request.args.get("place", "")
        return CommentBook(site.reports, code, place, viewer())

    @blueprint.post("")
    @needs(Permission.COMMENT_ON_FIGURES)
    def keep(code: str) -> Response | tuple[str, int]:
        book, form = open_book(code), CommentForm(flask.request.form)
        try:
            if not form.validate():
                raise UserError(" ".join(list_errors(form)))
            month = Month.parse(form.month.data)
            book.keep(month, form.text.data, who=form.who.data, now=datetime.now(UTC))
        except UserError as error:
            query = {"place": book.place.code}
            path = f"/indicator/{code}/comments"
            request = PageRequest(path, None, viewer(), site.reports, query)
            wrong = [(MessageKind.WRONG, str(error))]
            return render_plain(render_comments(site.frame, request, book, wrong, form)), 422
        return _answer(book, f"The comment on {month.name} is kept.")

    @blueprint.post("/<int:number>/withdraw")
    @needs(Permission.COMMENT_ON_FIGURES)
    def withdraw(code: str, number: int) -> Response:
        book, who = open_book(code), SignedForm(flask.request.form).who.data
        try:
            book.withdraw(number, who=who, now=datetime.now(UTC))
        except UserError as error:
            return _answer(book, str(error), MessageKind.WRONG)
        return _answer(book, "The comment is withdrawn. It stays in the history below.")

    return blueprint


def _answer(book: CommentBook, text: str, kind: MessageKind = MessageKind.GOOD) -> Response:
    path = f"/indicator/{book.indicator.code}/comments"
    return answer_form(path, [(kind, text)], place=book.place.code)
