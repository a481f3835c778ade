"""The forms that change sharing agreements, and the file that says the same."""

from __future__ import annotations

from collections.abc import Callable

import flask
from werkzeug.wrappers import Response

from indicators.access.declared_needs import needs
from indicators.access.permissions import Permission, Viewer
from indicators.configuration.agreements_reader import FILE
from indicators.domain.settings.setting_change import SettingKind
from indicators.reports.settings.changed_files import write_agreements
from layouts.exports.file_response import build_download
from layouts.pages.agreements.agreement_form import AgreementForm
from layouts.pages.settings.change_form import Answer
from layouts.pages.settings.setting_form import RenderPlain
from layouts.pages.settings.setting_view import AGREEMENTS
from layouts.pages.settings.settings_routes import TOML
from layouts.site.site import Site


def create_blueprint(
    site: Site, viewer: Callable[[], Viewer], render_plain: RenderPlain
) -> flask.Blueprint:
    """Return the addresses below /agreements; `render_plain` renders a page without scripts."""
    blueprint = flask.Blueprint("agreements", __name__, url_prefix=AGREEMENTS)

    def read_form(code: str) -> AgreementForm:
        return AgreementForm(site, viewer(), SettingKind.AGREEMENT, code, render_plain)

    @blueprint.post("/<code>")
    @needs(Permission.CHANGE_AGREEMENTS)
    def save(code: str) -> Answer:
        return read_form(code).save()

    @blueprint.post("/<code>/remove")
    @needs(Permission.CHANGE_AGREEMENTS)
    def withdraw(code: str) -> Answer:
        return read_form(code).remove()

    @blueprint.post("/<code>/undo")
    @needs(Permission.CHANGE_AGREEMENTS)
    def undo(code: str) -> Answer:
        return read_form(code).undo()

    @blueprint.get(f"/{FILE}")
    @needs(Permission.CHANGE_AGREEMENTS)
    def download() -> Response:
        return build_download(write_agreements(site.reports, viewer()).encode(), FILE, TOML)

    return blueprint
