"""One form that was sent from the page of a setting: read, checked, recorded and answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import flask

from indicators.access.permissions import AccessError, Viewer
from indicators.domain.errors import UserError
from indicators.domain.periods import format_day
from indicators.domain.settings.setting_change import (
    NEW,
    SettingChange,
    SettingConflictError,
    SettingKind,
)
from indicators.reports.base import Reports
from indicators.reports.settings.planned_change import ChangeNote, PlannedChange, SettingEntry
from indicators.reports.settings.settings_book import SettingsBook
from layouts.pages.settings.change_form import Answer, ChangeForm, lead_back
from layouts.pages.settings.field_faults import list_field_faults
from layouts.pages.settings.setting_address import make_path
from layouts.pages.settings.setting_fields import (
    Row,
    SettingField,
    build_value,
    has_rows,
    list_fields,
    list_written,
    read_rows,
)
from layouts.site.flash_messages import Message, MessageKind, answer_form
from layouts.site.viewing.current_settings import forget_settings_key

ShowForm = Callable[
    [
        SettingKind,
        SettingEntry | None,
        list[Row],
        list[SettingChange],
        list[Message],
        dict[str, str],
    ],
    str,
]
"""Renders the page of a setting with its form, its changes, messages and what was typed."""


class SettingForm:
    """A form that saves, removes or takes back a setting."""

    def __init__(
        self, reports: Reports, viewer: Viewer, kind: SettingKind, subject: str, show: ShowForm
    ) -> None:
        self.reports, self.viewer, self._show = reports, viewer, show
        self.kind, self.subject = kind, subject
        self.form = ChangeForm(flask.request.form)
        self.now = datetime.now(UTC)
        self.path = make_path(kind, subject)
        self.book = SettingsBook(reports, viewer)

    def save(self) -> Answer:
        """Save what was entered, or show the form again with what is wrong."""
        rows = self.read_rows()
        try:
            note, planned = self.form.read_note(), self._plan(rows)
            if answer := self.confirm(planned, note):
                return answer
            self.book.record(planned, note, self.now)
        except AccessError:
            raise
        except UserError as error:
            return self._refuse(rows, error)
        done = "It is added, and counts" if self.subject == NEW else "It is saved, and counts"
        return self._lead(make_path(self.kind, planned.entry.subject), note, done)

    def remove(self) -> Answer:
        """Record that the setting is not there any more."""

        def plan() -> tuple[PlannedChange, ChangeNote, str]:
            planned = self.book.plan_removal(self.kind, self.subject)
            return planned, self.form.read_note(), "It is removed. That counts"

        return self._record(plan)

    def undo(self) -> Answer:
        """Take the newest change back."""

        def plan() -> tuple[PlannedChange, ChangeNote, str]:
            undo = self.book.plan_undo(self.kind, self.subject, self.now.date())
            done = "The change is taken back"
            if undo.lapsed:
                done += f", and nothing is planned from {format_day(undo.lapsed)} any more"
            return undo.change, self.form.read_note_from(undo.effective), f"{done}. That counts"

        return self._record(plan)

    def confirm(self, _planned: PlannedChange, _note: ChangeNote) -> Answer | None:
        """Return a page that asks before a change is recorded, or None to record it."""
        return None

    def read_rows(self) -> list[Row]:
        """Return what was entered."""
        return read_rows(self._list_fields(), flask.request.form)

    def show_form(
        self, rows: list[Row], messages: list[Message], version: str | None = None
    ) -> str:
        """Return the form with what was entered."""
        entry = None
        versions = self.book.list_versions(self.kind, self.subject)
        if self.subject != NEW:
            entry = self.book.find_entry(self.kind, self.subject)
        typed = {
            "reason": self.form.reason.data,
            "effective": self.form.effective.data,
            "version": version or self.form.version.data,
        }
        if has_rows(self.kind):
            rows = [*list_written(self._list_fields(), rows), {}]
        return self._show(self.kind, entry, rows or [{}], versions, messages, typed)

    def _plan(self, rows: list[Row]) -> PlannedChange:
        value = build_value(self.kind, self._list_fields(), rows)
        if self.subject == NEW:
            return self.book.plan_addition(self.kind, value)
        return self.book.plan_value(self.kind, self.subject, value)

    def _list_fields(self) -> list[SettingField]:
        return list_fields(self.kind, self.subject, self.reports)

    def _record(self, plan: Callable[[], tuple[PlannedChange, ChangeNote, str]]) -> Answer:
        try:
            planned, note, done = plan()
            if answer := self.confirm(planned, note):
                return answer
            self.book.record(planned, note, self.now)
        except AccessError:
            raise
        except UserError as error:
            return lead_back(self.path, error)
        return self._lead(self.path, note, done)

    def _lead(self, path: str, note: ChangeNote, done: str) -> Answer:
        forget_settings_key()
        since = "today" if note.effective == self.now.date() else format_day(note.effective)
        return answer_form(path, [(MessageKind.GOOD, f"{done} from {since} on.")])

    def _refuse(self, rows: list[Row], error: UserError) -> Answer:
        labels = {each.key: each.label for each in self._list_fields()}
        wrong = list_field_faults(error, self.kind, labels)
        if isinstance(error, SettingConflictError):
            return self.show_form(rows, wrong, str(error.theirs.version)), 409
        return self.show_form(rows, wrong), 422
