"""The page of one setting: what counts, the form that changes it, and its history."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime

from flask_wtf.csrf import generate_csrf

from indicators.domain.settings.setting_change import NEW, SettingChange, SettingKind, Table
from indicators.domain.settings.taken_back import list_planned
from indicators.reports.settings.planned_change import LONGEST_REASON, SettingEntry, find_value
from layouts.pages.settings.setting_address import make_list_path, make_path
from layouts.pages.settings.setting_fields import Row, has_rows, list_fields
from layouts.pages.settings.setting_form import ShowForm
from layouts.site.flash_messages import Message
from layouts.site.page_frame import PageFrame
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.text import load_labels
from layouts.text.settings import setting_text


def render_setting(
    frame: PageFrame,
    request: PageRequest,
    kind: SettingKind,
    entry: SettingEntry | None,
    rows: Sequence[Row],
    versions: Sequence[SettingChange] = (),
    messages: Iterable[Message] = (),
    typed: dict[str, str] | None = None,
) -> PageView:
    """Return the page; without an `entry` it adds one. `typed` is what was not saved."""
    reports = request.reports
    catalogue, places = reports.scope.whole, reports.places
    subject = entry.subject if entry else NEW
    if entry is None:
        title = f"New {setting_text.ONE_OF_KIND[kind]}"
    else:
        value = entry.newest_value or entry.in_file or _find_last_value(versions)
        title = setting_text.name_setting(kind, subject, value, catalogue)
    today = datetime.now(UTC).date()
    given = {"effective": _choose_day(entry, today).isoformat(), "reason": "", "who": ""}
    given["version"] = str(entry.version if entry else 0)
    return frame.render_page(
        "setting.html",
        request,
        title=title,
        page_title=title,
        shown=None,
        messages=list(messages),
        kind=kind,
        row_name=setting_text.ROW_NAMES.get(kind, ""),
        list_path=make_list_path(kind),
        list_name=setting_text.name_list(kind),
        is_previewed=kind in setting_text.OF_AGREEMENTS,
        entry=entry,
        rows=rows,
        has_rows=has_rows(kind),
        can_remove=kind in setting_text.ONE_OF_KIND,
        fields=list_fields(kind, subject, reports),
        versions=versions,
        planned=_list_planned(entry, versions, today),
        is_refused=typed is not None,
        typed=given | (typed or {}),
        first_day=today.isoformat(),
        longest_reason=LONGEST_REASON,
        action=make_path(kind, subject),
        describe=lambda value: setting_text.describe_value(kind, subject, value, catalogue, places),
        text=setting_text,
        format_moment=load_labels.format_moment,
        csrf_token=generate_csrf(),
    )


def build_show_form(
    frame: PageFrame, request: PageRequest, render_plain: Callable[[PageView], str]
) -> ShowForm:
    """Return what renders the page again for a form that was sent from it."""

    def show(
        kind: SettingKind,
        entry: SettingEntry | None,
        rows: list[Row],
        versions: list[SettingChange],
        messages: list[Message],
        typed: dict[str, str],
    ) -> str:
        view = render_setting(frame, request, kind, entry, rows, versions, messages, typed)
        return render_plain(view)

    return show


def _find_last_value(versions: Sequence[SettingChange]) -> Table | None:
    return next((each.state.value for each in versions if each.state.value), None)


def _choose_day(entry: SettingEntry | None, today: date) -> date:
    """Return the day that the form suggests: of a change that waits for its day, that day."""
    if entry and entry.newest and entry.is_pending:
        return entry.newest.effective
    return today


def _list_planned(
    entry: SettingEntry | None, versions: Sequence[SettingChange], today: date
) -> list[tuple[date, Table | None]]:
    """Return what a setting is from later days on; None stands for not there."""
    in_file = entry.in_file if entry else None
    return [(day, find_value(state, in_file)) for day, state in list_planned(versions, today)]
