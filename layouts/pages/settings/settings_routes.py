"""The forms that change settings, and the files that say the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import flask
from werkzeug.wrappers import Response
from wtforms.validators import Length

from indicators.access.declared_needs import needs
from indicators.access.permissions import AccessError, Permission, Viewer
from indicators.domain.errors import UserError, list_faults
from indicators.domain.periods import format_day
from indicators.domain.settings.setting_change import SettingConflictError, SettingKind
from indicators.reports.settings.changed_files import write_changed_files
from indicators.reports.settings.settings_book import (
    ChangeNote,
    SettingsBook,
    UnknownSettingError,
)
from layouts.exports.file_response import build_download
from layouts.pages.settings.setting_address import NEW, PATH, make_path
from layouts.pages.settings.setting_fields import Row, build_value, list_fields, read_rows
from layouts.pages.settings.setting_view import (
    find_kind,
    render_setting,
)
from layouts.site.flash_messages import MessageKind, answer_form
from layouts.site.form_fields import LineField, SignedForm
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.site.viewing.current_settings import forget_settings_key

Answer = Response | tuple[str, int]
TOML = "application/toml"


class ChangeForm(SignedForm):
    """Who changes a setting, why, from when, and over which version."""

    reason = LineField(longest=600)
    effective = LineField(longest=10, validators=[Length(max=10)])
    version = LineField(longest=9)


def create_blueprint(
    site: Site, viewer: Callable[[], Viewer], render_plain: Callable[[PageView], str]
) -> flask.Blueprint:
    """Return the addresses below /settings; `render_plain` renders a page without scripts."""
    blueprint = flask.Blueprint("settings", __name__, url_prefix=PATH)

    @blueprint.post("/<kind>/<subject>")
    @needs(Permission.CHANGE_SETTINGS)
    def save(kind: str, subject: str) -> Answer:
        return _SettingForm(site, viewer(), find_kind(kind), subject, render_plain).save()

    @blueprint.post("/<kind>/<subject>/remove")
    @needs(Permission.CHANGE_SETTINGS)
    def remove(kind: str, subject: str) -> Answer:
        return _SettingForm(site, viewer(), find_kind(kind), subject, render_plain).remove()

    @blueprint.post("/<kind>/<subject>/undo")
    @needs(Permission.CHANGE_SETTINGS)
    def undo(kind: str, subject: str) -> Answer:
        return _SettingForm(site, viewer(), find_kind(kind), subject, render_plain).undo()

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


class _SettingForm:
    """One form that was sent from the page of a setting."""

    def __init__(
        self,
        site: Site,
        viewer: Viewer,
        kind: SettingKind,
        subject: str,
        render_plain: Callable[[PageView], str],
    ) -> None:
        self._site, self._render_plain = site, render_plain
        self._kind, self._subject, self._form = kind, subject, ChangeForm(flask.request.form)
        self._now = datetime.now(UTC)
        self._path = make_path(kind, subject)
        self._request = PageRequest(self._path, None, viewer, site.reports)
        self._book = SettingsBook(site.reports, viewer)

    def save(self) -> Answer:
        """Save what was entered, or show the form again with what is wrong."""
        fields = list_fields(self._kind, self._subject, self._site.reports)
        rows = read_rows(fields, flask.request.form)
        try:
            value, note = build_value(self._kind, fields, rows), self._read_note()
            if self._subject == NEW:
                subject = self._book.add(self._kind, value, note, self._now)
                return self._lead(make_path(self._kind, subject), "It is added, and counts")
            self._book.save(self._kind, self._subject, value, note, self._now)
        except AccessError:
            raise
        except UserError as error:
            return self._show_again(rows, error)
        return self._lead(self._path, "It is saved, and counts")

    def remove(self) -> Answer:
        """Record that the setting is not there any more."""
        try:
            self._book.remove(self._kind, self._subject, self._read_note(), self._now)
        except AccessError:
            raise
        except UserError as error:
            return answer_form(self._path, [(MessageKind.WRONG, str(error))])
        return self._lead(self._path, "It is removed. That counts")

    def undo(self) -> Answer:
        """Take the newest change back."""
        try:
            note = ChangeNote(
                self._form.who.data, self._form.reason.data, self._now.date(), self._read_version()
            )
            self._book.undo(self._kind, self._subject, note, self._now)
        except AccessError:
            raise
        except UserError as error:
            return answer_form(self._path, [(MessageKind.WRONG, str(error))])
        return self._lead(self._path, "The change is taken back. That counts")

    def _read_note(self) -> ChangeNote:
        try:
            effective = date.fromisoformat(self._form.effective.data)
        except ValueError:
            raise UserError(
                "It is not said from which day the change counts.", remedy="Choose a day."
            ) from None
        who, reason = self._form.who.data, self._form.reason.data
        return ChangeNote(who, reason, effective, self._read_version())

    def _read_version(self) -> int:
        sent = self._form.version.data
        return int(sent) if sent.isdecimal() else 0

    def _lead(self, path: str, done: str) -> Response:
        forget_settings_key()
        day = self._form.effective.data
        since = format_day(date.fromisoformat(day)) if day else "today"
        text = f"{done} from {since} on."
        return answer_form(path, [(MessageKind.GOOD, text)])

    def _show_again(self, rows: list[Row], error: UserError) -> Answer:
        entry, version = None, self._form.version.data
        versions = self._book.list_versions(self._kind, self._subject)
        if self._subject != NEW:
            entry = self._book.find_entry(self._kind, self._subject)
        if isinstance(error, SettingConflictError):
            version = str(error.theirs.version)
        typed = {
            "reason": self._form.reason.data,
            "effective": self._form.effective.data,
            "version": version,
        }
        view = render_setting(
            self._site.frame,
            self._request,
            self._kind,
            entry,
            rows or [{}],
            versions,
            [(MessageKind.WRONG, str(fault)) for fault in list_faults(error)],
            typed,
        )
        return self._render_plain(view), 409 if isinstance(error, SettingConflictError) else 422
