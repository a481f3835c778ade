"""The forms that keep records: saving what a team entered, and undoing it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime

import flask
from werkzeug.wrappers import Response

from indicators.access.declared_needs import needs
from indicators.access.permissions import AccessError, Permission, Viewer
from indicators.domain.errors import UserError
from indicators.records.record_values import (
    CellChange,
    RecordCell,
    RecordConflictError,
    parse_entered,
)
from indicators.reports.records.record_book import RecordBook
from indicators.reports.records.record_models import TeamRecord
from indicators.reports.records.team_record import build_team_record
from layouts.pages.records.record_view import (
    TypedField,
    TypedFields,
    make_path,
    read_typed_fields,
    render_team_record,
)
from layouts.site.flash_messages import MessageKind, answer_form
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text.workflow import record_text

Answer = Response | tuple[str, int]


def create_blueprint(
    site: Site, viewer: Callable[[], Viewer], render_plain: Callable[[PageView], str]
) -> flask.Blueprint:
    """Return the addresses of records; `render_plain` renders a page without scripts."""
    blueprint = flask.Blueprint("records", __name__, url_prefix="/records")

    @blueprint.post("/<kind>/<code>")
    @needs(Permission.ENTER_RECORDS)
    def save(kind: str, code: str) -> Answer:
        return _RecordForm(site, viewer(), kind, code, render_plain).save()

    @blueprint.post("/<kind>/<code>/undo")
    @needs(Permission.ENTER_RECORDS)
    def undo(kind: str, code: str) -> Answer:
        return _RecordForm(site, viewer(), kind, code, render_plain).undo()

    return blueprint


class _RecordForm:
    """One form that was sent from the page of a team's record."""

    def __init__(
        self,
        site: Site,
        viewer: Viewer,
        kind: str,
        code: str,
        render_plain: Callable[[PageView], str],
    ) -> None:
        self._site, self._render_plain = site, render_plain
        self._now = datetime.now(UTC)
        period = flask.request.form.get("period", "")
        path = f"/records/{kind}/{code}"
        self._request = PageRequest(path, None, viewer, site.reports, {"period": period})
        self._book = RecordBook(site.reports, viewer)
        self._record = self._build_record(kind, code, period)
        self._book.require_enter(self._record.definition, code)

    def _build_record(self, kind: str, code: str, period: str) -> TeamRecord:
        reports, viewer = self._site.reports, self._request.viewer
        return build_team_record(reports, kind, code, period, self._now.date(), viewer)

    def save(self) -> Answer:
        """Save what was entered, or show the form again with what is wrong."""
        typed = read_typed_fields(self._record.definition, flask.request.form)
        try:
            changes = self._read_changes(typed)
            batch = f"form {secrets.token_hex(6)}"
            saved = self._book.save(self._record.definition, batch, changes, now=self._now)
        except RecordConflictError as error:
            return self._show_conflicts(typed, error)
        except AccessError:
            raise
        except UserError as error:
            return self._show_again(typed, error, 422)
        return self._lead_back(record_text.describe_saved(saved))

    def undo(self) -> Answer:
        """Undo what was saved together, or say what was changed since."""
        batch = flask.request.form.get("batch", "")
        try:
            undone = self._book.undo(self._record.definition, batch, now=self._now)
        except AccessError:
            raise
        except UserError as error:
            return self._lead_back(str(error), MessageKind.WRONG)
        return self._lead_back(record_text.describe_undone(undone))

    def _read_changes(self, typed: TypedFields) -> list[CellChange]:
        """Return what was typed. Raises one UserError that names every wrong field."""
        changes, faults = [], []
        definition, period = self._record.definition, self._record.periods.shown.code
        for code, field in definition.fields.items():
            sent = typed[code]
            version = int(sent.version) if sent.version.isdecimal() else 0
            try:
                entered = parse_entered(definition, field, sent.value, sent.evidence)
            except UserError as error:
                faults.append(str(error))
            else:
                cell = RecordCell(self._record.team.code, period, code)
                changes.append(CellChange(cell, version, entered))
        if faults:
            raise UserError(" ".join(faults), remedy="Nothing was saved.")
        return changes

    def _show_conflicts(self, typed: TypedFields, error: RecordConflictError) -> Answer:
        """Show both values. What is saved from this page replaces theirs."""
        newer = {each.cell.field: str(each.theirs.version) for each in error.conflicts}
        again = {
            code: TypedField(each.value, each.evidence, newer.get(code, each.version))
            for code, each in typed.items()
        }
        return self._show_again(again, error, 409)

    def _show_again(self, typed: TypedFields, error: UserError, status: int) -> Answer:
        conflicts = error.conflicts if isinstance(error, RecordConflictError) else ()
        messages = [(MessageKind.WRONG, str(error))]
        view = render_team_record(
            self._site.frame,
            self._request,
            self._record,
            typed,
            messages,
            conflicts,
            has_sheets=self._site.record_reader is not None,
            is_refused=True,
        )
        return self._render_plain(view), status

    def _lead_back(self, text: str, kind: MessageKind = MessageKind.GOOD) -> Response:
        period = self._record.periods.shown.code
        return answer_form(make_path(self._record), [(kind, text)], period=period)
