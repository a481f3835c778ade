"""What the data page says: of files that wait, of the calendar, of the history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from indicators.domain.catalogue import Service
from indicators.domain.periods import Month, format_day
from indicators.domain.refusals import Refusal
from indicators.ports.load_outcome import LoadOutcome
from indicators.ports.upload_service import LoadReport, UploadPreview
from indicators.reports.arrivals_calendar import ArrivalState, CalendarCell

STATES = {
    ArrivalState.IN: "In",
    ArrivalState.PART: "In part",
    ArrivalState.MISSING: "Missing",
    ArrivalState.DUE: "Due",
    ArrivalState.BEFORE: "Nothing held",
    ArrivalState.NO_AREA: "No such area then",
}
NOTHING_SHOWN = (ArrivalState.BEFORE, ArrivalState.NO_AREA)
"""What has a dash in the calendar, and words for who cannot see it."""
STATE_MEANS = {
    ArrivalState.IN: "the figures are in",
    ArrivalState.PART: "some areas, or some figures of an area, are not in",
    ArrivalState.MISSING: "not in, and the day they were due has gone by",
    ArrivalState.DUE: "not in, and not due yet",
    ArrivalState.BEFORE: "from before the dashboard held any figures",
    ArrivalState.NO_AREA: "before the area began, or after it ended",
}
LATE, RESTATED = "late", "restated"
LATE_MEANS = "came in after the day it was due"
RESTATED_MEANS = "sent again, with other figures"
_SHORT = 3


def format_moment(at: datetime) -> str:
    """A moment in UTC, as kept in the history: 23 November 2026 09:30."""
    return f"{format_day(at)} {at:%H:%M}"


def format_span(first: Month | None, last: Month | None) -> str:
    """The months that a file speaks of."""
    if first is None or last is None:
        return ""
    return first.name if first == last else f"{first.name} to {last.name}"


def pluralise(number: int, one: str, many: str = "") -> str:
    """“1 row”, “1,204 rows”."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def shorten_month(month: Month) -> tuple[str, str]:
    """A month as a heading of two lines: Oct, 2026."""
    name, year = month.name.split()
    return name[:_SHORT], year


def label_cell(shown: CalendarCell) -> str:
    """One cell of the calendar in a word or two."""
    if shown.state is ArrivalState.PART:
        return f"{shown.there} of {shown.of}"
    if shown.state is ArrivalState.DUE:
        return f"Due {format_short_day(shown.due)}"
    return "" if shown.state in NOTHING_SHOWN else STATES[shown.state]


def label_cell_extras(shown: CalendarCell) -> str:
    """What else there is to say of it: “late, restated”."""
    told = [LATE] if shown.late else []
    return ", ".join([*told, RESTATED] if shown.restated else told)


def describe_cell(shown: CalendarCell) -> str:
    """All of it in a sentence, for who hovers."""
    if shown.first:
        return f"First figures in on {format_day(shown.first)}; due by {format_day(shown.due)}"
    return f"{STATES[shown.state]}; due by {format_day(shown.due)}"


def format_short_day(day: date) -> str:
    """14 Nov."""
    return " ".join([str(day.day), format_day(day).split()[1][:_SHORT]])


def format_ordinal(number: int) -> str:
    """10th, 21st."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number in (11, 12, 13) else ending}"


def locate_refusal(refusal: Refusal) -> str:
    """The cell of a refusal: “Reviews, C14, Bookings”, “row 14”."""
    sheet = f"{refusal.sheet}, " if refusal.sheet else ""
    if not refusal.column:
        return f"{sheet}row {refusal.row}"
    return f"{sheet}{refusal.column}{refusal.row}, {refusal.heading or 'no heading'}"


def summarise_preview(preview: UploadPreview) -> str:
    """What can be done with a file that waits, in a sentence."""
    report = preview.report
    if report.outcome is LoadOutcome.REFUSED:
        rows = pluralise(report.rows_refused, "row is", "rows are")
        told = f"{rows} refused." if report.rows_refused else "Something in it is refused."
        left = f" The other {pluralise(report.rows_loaded, 'row')} can be loaded."
        return told + (left if report.rows_loaded else " Nothing in it can be loaded.")
    if report.outcome is LoadOutcome.CHECKED and report.to_confirm:
        return "Nothing is refused, but some of it should be looked at first."
    return _HEADLINES.get(report.outcome, "This file cannot be loaded as it is.")


_HEADLINES = {
    LoadOutcome.ALREADY_LOADED: (
        "This very file is loaded already. To have it read anew, as by a profile that was changed "
        "since, undo that load first."
    ),
    LoadOutcome.NO_PROFILE: "This file cannot be read yet.",
    LoadOutcome.EMPTY: "No row of this file has a figure in it.",
    LoadOutcome.CHECKED: "Nothing is wrong with it.",
}


def take_first_sentence(text: str) -> str:
    return text.partition(". ")[0].rstrip(".") + "."


def name_contact(report: LoadReport, services: Mapping[str, Service]) -> str:
    """Who can answer for what is refused, or not likely; "" where there is nothing to ask."""
    service = services.get(report.service)
    asks = report.refusals or report.to_confirm
    return f"Whom to ask: {service.whom_to_ask}." if service and asks else ""


def describe_changes(preview: UploadPreview) -> str:
    """What loading a file would change, in figures."""
    effect = preview.effect
    if effect is None:
        return ""
    parts = [
        f"bring {pluralise(effect.new, 'new figure')}" if effect.new else "",
        f"restate {pluralise(effect.restated, 'figure')}" if effect.restated else "",
        f"leave {pluralise(effect.unchanged, 'figure')} unchanged" if effect.unchanged else "",
    ]
    told = [part for part in parts if part]
    if not told:
        return ""
    listed = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
    return f"It would {listed}."


def explain_not_loaded(report: LoadReport) -> str:
    """Why a file was not loaded after all, in a sentence with what to do."""
    if report.outcome is LoadOutcome.ALREADY_LOADED:
        return f"{report.file} was loaded before, so nothing changed."
    if report.outcome is LoadOutcome.UNCONFIRMED:
        left = pluralise(len(report.to_confirm), "thing is", "things are")
        return (
            f"{report.file} is not loaded: {left} to be confirmed first. Look at each, tick it if "
            "it is right, and load again."
        )
    if report.outcome is LoadOutcome.REFUSED:
        return (
            f"{report.file} is not loaded: {pluralise(report.rows_refused, 'row')} of it refused. "
            "Mend it, or load the rest."
        )
    if report.outcome is LoadOutcome.EMPTY:
        return f"{report.file} is not loaded: no row of it has a figure."
    return f"{report.file} is not loaded. {report.problem}"
