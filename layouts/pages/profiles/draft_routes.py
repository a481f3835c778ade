"""What people do with a draft: correct it, save it as a profile, record a spelling of a place.

Plain forms, each answered with a page or the address of one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import flask
from werkzeug.wrappers import Response

from indicators.access.declared_needs import needs
from indicators.access.permissions import Permission, Viewer
from indicators.domain.errors import UserError
from indicators.ports.profile_drafts import DraftResult, ProfileBuilderService
from layouts.pages.data.upload_routes import PATH as DATA
from layouts.pages.data.upload_routes import answer_at_card, describe_error
from layouts.pages.profiles.column_roles import assign_column
from layouts.pages.profiles.draft_form import PATH, DraftForm, SpellingForm, parse_draft
from layouts.pages.profiles.profile_view import ProfileQuestion, render_draft
from layouts.site.flash_messages import Message, MessageKind, answer_form
from layouts.site.form_fields import SignedForm, list_errors
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site


def create_blueprint(
    site: Site,
    builder: ProfileBuilderService,
    viewer: Callable[[], Viewer],
    render_plain: Callable[[PageView], str],
) -> flask.Blueprint:
    """Return the addresses of drafts; `render_plain` renders a page without scripts."""
    blueprint = flask.Blueprint("profile_drafts", __name__, url_prefix=DATA)

    @blueprint.post("/profile")
    @needs(Permission.EDIT_PROFILES)
    def correct() -> str:
        form, draft = DraftForm(flask.request.form), parse_draft(flask.request.form)
        messages = []
        if form.apply.data is not None:
            draft = assign_column(draft, form.sheet.data, form.apply.data, form.role.data)
        if form.record.data:
            prefix = f"u{form.record.data}."
            messages.append(_record_spelling(builder, viewer(), prefix))
        # If a row was clicked, choices that nobody has made yet are inferred from that header.
        preview = builder.change_header if "row" in flask.request.form else builder.preview_draft
        drafted = preview(form.file.data, draft, form.sheet.data, _get_now(), viewer())
        question = ProfileQuestion(form.file.data, form.column.data, messages, form.who.data)
        return render_plain(show_draft(drafted, question))

    @blueprint.post("/profile/save")
    @needs(Permission.EDIT_PROFILES)
    def save() -> Response | tuple[str, int]:
        form, draft = DraftForm(flask.request.form), parse_draft(flask.request.form)
        sha256, who, now = form.file.data, form.who.data, _get_now()
        try:
            builder.save(sha256, draft, who=who, now=now, viewer=viewer())
        except UserError as error:
            drafted = builder.preview_draft(sha256, draft, form.sheet.data, now, viewer())
            question = ProfileQuestion(sha256, None, [describe_error(error)], who)
            return render_plain(show_draft(drafted, question)), 422
        saved = f"The profile “{draft.about}” is saved. Files like this one are now read by it."
        return answer_at_card([(MessageKind.GOOD, saved)], sha256)

    @blueprint.post("/spellings")
    @needs(Permission.EDIT_PROFILES)
    def record_spelling() -> Response:
        sha256 = flask.request.form.get("file", "")
        message = _record_spelling(builder, viewer())
        return answer_at_card([message], sha256) if sha256 else answer_form(DATA, [message])

    def show_draft(drafted: DraftResult, question: ProfileQuestion) -> PageView:
        request = PageRequest(PATH, None, viewer(), site.reports, {"file": question.sha256})
        return render_draft(site.frame, request, drafted, question)

    return blueprint


def _record_spelling(builder: ProfileBuilderService, viewer: Viewer, prefix: str = "") -> Message:
    """Record the spelling that the form holds, and return what became of it."""
    form, signed = SpellingForm(flask.request.form, prefix=prefix), SignedForm(flask.request.form)
    if not form.validate():
        return MessageKind.WRONG, " ".join(list_errors(form))
    text, place, who = form.spelling.data, form.place.data, signed.who.data
    try:
        name = builder.record_spelling(text, place, who=who, now=_get_now(), viewer=viewer)
    except UserError as error:
        return describe_error(error)
    return MessageKind.GOOD, f"“{text}” is recorded as another spelling of {name}."


def _get_now() -> datetime:
    return datetime.now(UTC)
