"""The forms that change settings, and the files that say the same."""

from __future__ import annotations

from collections.abc import Callable

import flask
from werkzeug.wrappers import Response

from indicators.access.declared_needs import needs
from indicators.access.permissions import Permission, Viewer
from indicators.domain.settings.setting_change import NEW
from indicators.reports.settings.changed_files import write_changed_files
from indicators.reports.settings.planned_change import UnknownSettingError
from layouts.exports.file_response import build_download
from layouts.pages.settings.change_form import TOML, Answer
from layouts.pages.settings.setting_address import PATH, find_kind
from layouts.pages.settings.setting_form import SettingForm
from layouts.pages.settings.setting_view import build_show_form
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text.settings import setting_text


def create_blueprint(
    site: Site, viewer: Callable[[], Viewer], render_plain: Callable[[PageView], str]
) -> flask.Blueprint:
    """Return the addresses below /settings; `render_plain` renders a page without scripts."""
    blueprint = flask.Blueprint("settings", __name__, url_prefix=PATH)

    def read_form(kind: str, subject: str) -> SettingForm:
        named = find_kind(kind)
        if subject == NEW and named not in setting_text.ONE_OF_KIND:
            raise UnknownSettingError("Nothing can be added to these settings here.")
        request = PageRequest(PATH, None, viewer(), site.reports)
        show = build_show_form(site.frame, request, render_plain)
        return SettingForm(site.reports, viewer(), named, subject, show)

    @blueprint.post("/<kind>/<subject>")
    @needs(Permission.CHANGE_SETTINGS)
    def save(kind: str, subject: str) -> Answer:
        return read_form(kind, subject).save()

    @blueprint.post("/<kind>/<subject>/remove")
    @needs(Permission.CHANGE_SETTINGS)
    def remove(kind: str, subject: str) -> Answer:
        return read_form(kind, subject).remove()

    @blueprint.post("/<kind>/<subject>/undo")
    @needs(Permission.CHANGE_SETTINGS)
    def undo(kind: str, subject: str) -> Answer:
        return read_form(kind, subject).undo()

    @blueprint.get("/files/<path:name>")
    @needs(Permission.CHANGE_SETTINGS)
    def download(name: str) -> Response:
        files = write_changed_files(site.reports, viewer())
        if name not in files:
            raise UnknownSettingError(
                "The files say all that counts.", remedy="Look at the page of settings again."
            )
        return build_download(files[name].encode(), name.rpartition("/")[2], TOML)

    return blueprint
