"""What people do with profiles and spellings: change, remove or restore them.

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
from indicators.ports.profile_drafts import ProfileBuilderService
from layouts.pages.data.upload_routes import PATH as DATA
from layouts.pages.data.upload_routes import describe_error
from layouts.pages.profiles.draft_form import LIST_PATH, ProfileTextForm
from layouts.pages.profiles.profile_text_view import render_text
from layouts.site.flash_messages import MessageKind, answer_form
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
    """Return the addresses of profiles; `render_plain` renders a page without scripts."""
    blueprint = flask.Blueprint("profiles", __name__, url_prefix=DATA)

    @blueprint.post("/profiles/<code>")
    @needs(Permission.EDIT_PROFILES)
    def change(code: str) -> Response | tuple[str, int]:
        form = ProfileTextForm(flask.request.form)
        toml, who = form.toml.data, form.who.data
        try:
            if not form.validate():
                raise UserError(" ".join(list_errors(form)))
            builder.save_text(code, toml, who=who, now=_get_now(), viewer=viewer())
        except UserError as error:
            path = f"{LIST_PATH}/{code}"
            request = PageRequest(path, None, viewer(), site.reports)
            return render_plain(render_text(site.frame, request, code, toml, str(error))), 422
        return answer_form(LIST_PATH, [(MessageKind.GOOD, f"The profile “{code}” is saved.")])

    @blueprint.post("/profiles/<code>/remove")
    @needs(Permission.EDIT_PROFILES)
    def remove(code: str) -> Response:
        who = SignedForm(flask.request.form).who.data
        builder.remove(code, who=who, now=_get_now(), viewer=viewer())
        removed = f"The profile “{code}” is no longer used. What it loaded stays."
        return answer_form(LIST_PATH, [(MessageKind.GOOD, removed)])

    @blueprint.post("/profiles/<code>/use-again")
    @needs(Permission.EDIT_PROFILES)
    def use_again(code: str) -> Response:
        who = SignedForm(flask.request.form).who.data
        builder.use_again(code, who=who, now=_get_now(), viewer=viewer())
        return answer_form(LIST_PATH, [(MessageKind.GOOD, f"The profile “{code}” is used again.")])

    @blueprint.post("/spellings/<int:number>/remove")
    @needs(Permission.EDIT_PROFILES)
    def remove_spelling(number: int) -> Response:
        who = SignedForm(flask.request.form).who.data
        removed = builder.remove_spelling(number, who=who, now=_get_now(), viewer=viewer())
        message = f"“{removed.spelling}” is no longer a spelling of {removed.place}."
        return answer_form(LIST_PATH, [(MessageKind.GOOD, message)])

    @blueprint.errorhandler(UserError)
    def answer_user_error(error: UserError) -> Response:
        return answer_form(LIST_PATH, [describe_error(error)])

    return blueprint


def _get_now() -> datetime:
    return datetime.now(UTC)
