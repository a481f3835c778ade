"""The forms that change settings, and the files that say the same."""

from __future__ import annotations

from collections.abc import Callable

import flask
from werkzeug.wrappers import Response

from indicators.access.declared_needs import needs
from indicators.access.permissions import Permission, Viewer
from indicators.reports.settings.changed_files import write_changed_files
from indicators.reports.settings.planned_change import UnknownSettingError
from layouts.exports.file_response import build_download
from layouts.pages.settings.change_form import Answer
from layouts.pages.settings.setting_form import RenderPlain, SettingForm
from layouts.pages.settings.setting_view import PATH, find_kind
from layouts.site.site import Site

TOML = "application/toml"


def create_blueprint(
    site: Site, viewer: Callable[[], Viewer], render_plain: RenderPlain
) -> flask.Blueprint:
    """Return the addresses below /settings; `render_plain` renders a page without scripts."""
    blueprint = flask.Blueprint("settings", __name__, url_prefix=PATH)

    @blueprint.post("/<kind>/<subject>")
    @needs(Permission.CHANGE_SETTINGS)
    def save(kind: str, subject: str) -> Answer:
        return SettingForm(site, viewer(), find_kind(kind), subject, render_plain).save()

    @blueprint.post("/<kind>/<subject>/remove")
    @needs(Permission.CHANGE_SETTINGS)
    def remove(kind: str, subject: str) -> Answer:
        return SettingForm(site, viewer(), find_kind(kind), subject, render_plain).remove()

    @blueprint.post("/<kind>/<subject>/undo")
    @needs(Permission.CHANGE_SETTINGS)
    def undo(kind: str, subject: str) -> Answer:
        return SettingForm(site, viewer(), find_kind(kind), subject, render_plain).undo()

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
