"""What the data page says: of files that wait, of the calendar, of the history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from indicators.domain.catalogue import Service
from indicators.domain.errors import Refusal
from indicators.domain.periods import Month, day_name
from indicators.ports.upload_service import Preview, Report
from indicators.reports.arrivals_calendar import Cell, State

STATES = {
    State.IN: "In",
    State.PART: "In part",
    State.MISSING: "Missing",
    State.DUE: "Due",
    State.BEFORE: "Nothing held",
    State.NO_AREA: "No such area then",
}
NOTHING_SHOWN = (State.BEFORE, State.NO_AREA)
"""What has a dash in the calendar, and words for who cannot see it."""
STATE_MEANS = {
    State.IN: "the figures are in",
    State.PART: "some areas, or some figures of an area, are not in",
    State.MISSING: "not in, and the day they were due has gone by",
    State.DUE: "not in, and not due yet",
    State.BEFORE: "from before the dashboard held any figures",
    State.NO_AREA: "before the area began, or after it ended",
}
LATE, RESTATED = "late", "restated"
LATE_MEANS = "came in after the day it was due"
RESTATED_MEANS = "sent again, with other figures"
_SHORT = 3


def moment(at: datetime) -> str:
    """A moment in UTC, as kept in the history: 23 November 2026 09:30."""
    return f"{day_name(at)} {at:%H:%M}"


def span(first: Month | None, last: Month | None) -> str:
    """The months that a file speaks of."""
    if first is None or last is None:
        return ""
    return first.name if first == last else f"{first.name} to {last.name}"


def count(number: int, one: str, many: str = "") -> str:
    """“1 row”, “1,204 rows”."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def short_month(month: Month) -> tuple[str, str]:
    """A month as a heading of two lines: Oct, 2026."""
    name, year = month.name.split()
    return name[:_SHORT], year


def cell(shown: Cell) -> str:
    """One cell of the calendar in a word or two."""
    if shown.state is State.PART:
        return f"{shown.there} of {shown.of}"
    if shown.state is State.DUE:
        return f"Due {short_day(shown.due)}"
    return "" if shown.state in NOTHING_SHOWN else STATES[shown.state]


def cell_more(shown: Cell) -> str:
    """What else there is to say of it: “late, restated”."""
    told = [LATE] if shown.late else []
    return ", ".join([*told, RESTATED] if shown.restated else told)


def cell_whole(shown: Cell) -> str:
    """All of it in a sentence, for who hovers."""
    if shown.first:
        return f"First figures in on {day_name(shown.first)}; due by {day_name(shown.due)}"
    return f"{STATES[shown.state]}; due by {day_name(shown.due)}"


def short_day(day: date) -> str:
    """14 Nov."""
    return " ".join([str(day.day), day_name(day).split()[1][:_SHORT]])


def nth(number: int) -> str:
    """10th, 21st."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number in (11, 12, 13) else ending}"


def where(refusal: Refusal) -> str:
    """The cell of a refusal: “Reviews, C14, Bookings”, “row 14”."""
    sheet = f"{refusal.sheet}, " if refusal.sheet else ""
    letter, _, heading = refusal.column.partition(" ")
    if not letter:
        return f"{sheet}row {refusal.row}"
    told = heading.removeprefix("(").removesuffix(")")
    return f"{sheet}{letter}{refusal.row}" + (f", {told}" if told else "")


def headline(preview: Preview) -> str:
    """What can be done with a file that waits, in a sentence."""
    report = preview.report
    if report.outcome == "refused":
        rows = count(report.rows_refused, "row is", "rows are")
        told = f"{rows} refused." if report.rows_refused else "Something in it is refused."
        left = f" The other {count(report.rows_loaded, 'row')} can be loaded."
        return told + (left if report.rows_loaded else " Nothing in it can be loaded.")
    if report.outcome == "checked" and report.to_confirm:
        return "Nothing is refused, but some of it should be looked at first."
    return _HEADLINES.get(report.outcome, "This file cannot be loaded as it is.")


_HEADLINES = {
    "already loaded": (
        "This very file is loaded already. To have it read anew, as by a profile that was changed "
        "since, undo that load first."
    ),
    "unclaimed": "This file cannot be read yet.",
    "empty": "No row of this file has a figure in it.",
    "checked": "Nothing is wrong with it.",
}


def first_sentence(text: str) -> str:
    return text.partition(". ")[0].rstrip(".") + "."


def whom_to_ask(report: Report, services: Mapping[str, Service]) -> str:
    """Who can answer for what is refused, or not likely; "" where there is nothing to ask."""
    service = services.get(report.service)
    asks = report.refusals or report.to_confirm
    return f"Whom to ask: {service.whom_to_ask}." if service and asks else ""


def changes(preview: Preview) -> str:
    """What loading a file would change, in figures."""
    effect = preview.effect
    if effect is None:
        return ""
    parts = [
        f"bring {count(effect.new, 'new figure')}" if effect.new else "",
        f"restate {count(effect.restated, 'figure')}" if effect.restated else "",
        f"leave {count(effect.unchanged, 'figure')} unchanged" if effect.unchanged else "",
    ]
    told = [part for part in parts if part]
    if not told:
        return ""
    listed = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
    return f"It would {listed}."


def not_loaded(report: Report) -> str:
    """Why a file was not loaded after all, in a sentence with what to do."""
    if report.outcome == "already loaded":
        return f"{report.file} was loaded before, so nothing changed."
    if report.outcome == "unconfirmed":
        left = count(len(report.to_confirm), "thing is", "things are")
        return (
            f"{report.file} is not loaded: {left} to be confirmed first. Look at each, tick it if "
            "it is right, and load again."
        )
    if report.outcome == "refused":
        return (
            f"{report.file} is not loaded: {count(report.rows_refused, 'row')} of it refused. Mend "
            "it, or load the rest."
        )
    if report.outcome == "empty":
        return f"{report.file} is not loaded: no row of it has a figure."
    return f"{report.file} is not loaded. {report.problem}"
