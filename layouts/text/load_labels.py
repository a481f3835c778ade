"""Words of the data page: waiting files, the calendar and the history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from indicators.domain.catalogue import Catalogue, Service
from indicators.domain.confirmations import join_list
from indicators.domain.core import BENCHMARKS
from indicators.domain.loads import Load, StagedFile
from indicators.domain.periods import Month, format_day
from indicators.domain.refusals import Refusal, RefusalGroup, group_refusals
from indicators.ports.load_outcome import LoadOutcome
from indicators.ports.upload_service import LoadReport, UploadPreview
from indicators.reports.loading.calendar_models import ArrivalState, CalendarCell
from layouts.text import labels

STATES = {
    ArrivalState.IN: "In",
    ArrivalState.PART: "In part",
    ArrivalState.MISSING: "Missing",
    ArrivalState.DUE: "Due",
    ArrivalState.BEFORE: "Before the first figures",
    ArrivalState.NO_AREA: "Not an area in this month",
}
NOTHING_SHOWN = (ArrivalState.BEFORE, ArrivalState.NO_AREA)
"""The states shown as a dash, with words for screen readers."""
STATE_MEANS = {
    ArrivalState.IN: "all figures received",
    ArrivalState.PART: "some areas or figures not received",
    ArrivalState.MISSING: "not received and overdue",
    ArrivalState.DUE: "not received, not due yet",
    ArrivalState.BEFORE: "before the first month with figures",
    ArrivalState.NO_AREA: "before the area started or after it ended",
}
GROUP_REFUSALS = group_refusals
"""For templates, which get this module."""
LATE, RESTATED = "late", "restated"
LATE_MEANS = "received after the due date"
RESTATED_MEANS = "sent again with different figures"
_SHORT = 3


def format_moment(at: datetime) -> str:
    """Return a time in UTC, as in the history: 23 November 2026 09:30."""
    return f"{format_day(at)} {at:%H:%M}"


def format_span(first: Month | None, last: Month | None) -> str:
    """Return the months a file covers."""
    if first is None or last is None:
        return ""
    return first.name if first == last else f"{first.name} to {last.name}"


def pluralise(number: int, one: str, many: str = "") -> str:
    """Return “1 row”, “1,204 rows”."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def shorten_month(month: Month) -> tuple[str, str]:
    """Return a month as a heading of two lines: Oct, 2026."""
    name, year = month.name.split()
    return name[:_SHORT], year


def label_cell(shown: CalendarCell) -> str:
    """Return a calendar cell in a word or two."""
    if shown.state is ArrivalState.PART:
        return f"{shown.there} of {shown.of}"
    if shown.state is ArrivalState.DUE:
        return f"Due {format_short_day(shown.due)}"
    return "" if shown.state in NOTHING_SHOWN else STATES[shown.state]


def label_cell_extras(shown: CalendarCell) -> str:
    """Return “late”, “restated”, both or neither."""
    extras = [LATE] if shown.late else []
    return ", ".join([*extras, RESTATED] if shown.restated else extras)


def describe_cell(shown: CalendarCell) -> str:
    """Return a calendar cell in a sentence, for its tooltip."""
    if shown.first:
        return f"First figures received {format_day(shown.first)}; due {format_day(shown.due)}"
    if shown.state is ArrivalState.MISSING:
        return f"Overdue since {format_day(shown.due)}"
    return f"Due {format_day(shown.due)}"


def format_short_day(day: date) -> str:
    """Return a day as 14 Nov."""
    return " ".join([str(day.day), format_day(day).split()[1][:_SHORT]])


def format_ordinal(number: int) -> str:
    """Return 10th, 21st."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number in (11, 12, 13) else ending}"


def locate_group(group: RefusalGroup) -> str:
    """Return where identical refusals are: a cell, or “Reviews, column C (Bookings), rows 2 …”."""
    if group.count == 1:
        return locate_refusal(group.first)
    sheet = f"{group.first.sheet}, " if group.first.sheet else ""
    column = f"column {group.first.column_label}, " if group.first.column else ""
    return f"{sheet}{column}rows {group.rows}"


def locate_refusal(refusal: Refusal) -> str:
    """Return the cell of a refusal: “Reviews, C14, Bookings”, “row 14”."""
    sheet = f"{refusal.sheet}, " if refusal.sheet else ""
    if not refusal.column:
        return f"{sheet}row {refusal.row}"
    return f"{sheet}{refusal.column}{refusal.row}, {refusal.heading or 'no heading'}"


def summarise_preview(preview: UploadPreview) -> str:
    """Return what can be done with a waiting file, in a sentence."""
    report = preview.report
    if report.outcome is LoadOutcome.REFUSED:
        rows = pluralise(report.rows_refused, "row is", "rows are")
        refused = f"{rows} refused." if report.rows_refused else "Part of the file is refused."
        left = f" The other {pluralise(report.rows_loaded, 'row')} can be loaded."
        return refused + (left if report.rows_loaded else " Nothing can be loaded.")
    if report.outcome is LoadOutcome.CHECKED and report.to_confirm:
        return "No errors, but some things need checking before loading."
    if report.outcome is LoadOutcome.ALREADY_LOADED:
        return (
            f"This file is already loaded{name_earlier(report)}. To read it again, for example "
            "after changing its profile, undo that load first."
        )
    return _HEADLINES.get(report.outcome, "This file cannot be loaded.")


def name_others(file: StagedFile) -> str:
    """Return the other names under which a waiting file came, as a sentence."""
    return f"The same file also came as {join_list(file.other_names)}."


def name_earlier(report: LoadReport) -> str:
    """Return “, as load 7, v1.csv”: the load of a file, with its name then if it was another."""
    name = f", {report.loaded_as}" if report.loaded_as not in ("", report.file) else ""
    return f", as load {report.load_id}{name}" if report.load_id else ""


_HEADLINES = {
    LoadOutcome.NO_PROFILE: "No profile reads this file yet.",
    LoadOutcome.EMPTY: "This file has no figures.",
    LoadOutcome.CHECKED: "No errors found.",
}


def name_senders(catalogue: Catalogue) -> dict[str, str]:
    """Return the names of those that files are from, by code: services, and benchmarks."""
    services = {service.code: service.name for service in catalogue.services.values()}
    return services | {BENCHMARKS: BENCHMARKS.capitalize()}


def name_contact(report: LoadReport, services: Mapping[str, Service]) -> str:
    """Return who to contact about errors or things to check; empty without any."""
    service = services.get(report.service)
    has_questions = report.refusals or report.to_confirm
    return f"Contact: {service.whom_to_ask}." if service and has_questions else ""


def describe_changes(preview: UploadPreview) -> str:
    """Return what loading a file would change.

    “Loading it adds 34 figures and restates 2 figures.”
    """
    effect = preview.effect
    if effect is None:
        return ""
    parts = [
        f"adds {pluralise(effect.new, 'figure')}" if effect.new else "",
        f"restates {pluralise(effect.restated, 'figure')}" if effect.restated else "",
        f"leaves {pluralise(effect.unchanged, 'figure')} unchanged" if effect.unchanged else "",
    ]
    changes = labels.join_names(filter(None, parts))
    return f"Loading it {changes}." if changes else ""


def explain_not_loaded(report: LoadReport) -> str:
    """Return why a file was not loaded and what to do."""
    if report.outcome is LoadOutcome.ALREADY_LOADED:
        return f"{report.file} is already loaded{name_earlier(report)}. Nothing changed."
    if report.outcome is LoadOutcome.UNCONFIRMED:
        left = pluralise(len(report.to_confirm), "thing needs", "things need")
        return (
            f"{report.file} is not loaded: {left} checking first. Tick each one that is correct, "
            "then load again."
        )
    if report.outcome is LoadOutcome.CHANGED:
        return (
            f"{report.file} is not loaded: what loading it would do has changed since you opened "
            "the page, because of another load, an undone one, or a changed profile. Read again "
            "what it would do, then load it."
        )
    if report.outcome is LoadOutcome.REFUSED:
        return (
            f"{report.file} is not loaded: {pluralise(report.rows_refused, 'row')} refused. "
            "Correct the file, or load the other rows."
        )
    if report.outcome is LoadOutcome.EMPTY:
        return f"{report.file} is not loaded: it has no figures."
    return f"{report.file} is not loaded. {report.problem}"


def describe_loads(loads: Sequence[Load], *, is_published: bool) -> str:
    """Return the newest load of each service by name, and how many earlier ones there are.

    `is_published` says that the figures are those published for sharing: they are of no load.
    """
    if is_published:
        return "what was published for sharing"
    newest = {load.service: load for load in reversed(loads)}.values()
    named = labels.join_names(f"{load.file} (load {load.id})" for load in newest)
    if not loads:
        return "no loads"
    earlier = len(loads) - len(newest)
    return f"{named}, and {earlier} earlier" if earlier else named
