"""The form that takes the reason and leads to the file."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

import flask
from wtforms import Form

from indicators.access.declared_needs import needs
from indicators.access.permissions import Permission, Viewer
from indicators.domain.errors import UserError
from layouts.exports.gate.export_reasons import (
    PATH,
    find_file_address,
    keep_reason,
    tidy_reason,
)
from layouts.pages.export_reason.reason_view import render_question
from layouts.site.form_fields import TextField
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.safe_redirect import find_own_path
from layouts.site.site import Site


class ReasonForm(Form):
    """A reason, the address of the file and the page it was asked for on."""

    why = TextField()
    file = TextField()
    back = TextField()


def create_blueprint(
    site: Site, viewer: Callable[[], Viewer], render_plain: Callable[[PageView], str]
) -> flask.Blueprint:
    """Return the address that takes the form; `render_plain` renders a page without scripts."""
    blueprint = flask.Blueprint("export_reason", __name__, url_prefix=PATH)

    @blueprint.post("")
    @needs(Permission.VIEW_FIGURES)
    def take_reason() -> tuple[str, int, dict[str, str]]:
        form = ReasonForm(flask.request.form)
        request = PageRequest(PATH, None, viewer(), site.reports)
        address = find_file_address(form.file.data)
        if not address:
            raise UserError(
                "The form does not name a file of this dashboard.",
                remedy="Start from the download links of a page.",
            )
        reason = tidy_reason(form.why.data)
        if not reason:
            problem = "Write in a few words what you need the file for."
            view = render_question(site.frame, request, address, form.back.data, problem)
            return render_plain(view), HTTPStatus.UNPROCESSABLE_ENTITY, {}
        keep_reason(address, reason)
        view = site.messages.show(
            request,
            "Your file is being downloaded",
            "The reason is kept in the audit log, also for further files of this kind until "
            "you close your browser.",
            links=[
                ("Download it now, if it does not start by itself", address),
                ("Back to the page", find_own_path(form.back.data)),
            ],
        )
        return render_plain(view), HTTPStatus.OK, {"Refresh": f"0; url={address}"}

    return blueprint
