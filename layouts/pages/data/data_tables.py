"""The tables of the data pages to download: files received, history, what a load changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from indicators.domain.core import LocalityKind
from indicators.domain.loads import Load
from indicators.domain.periods import Month
from indicators.reports.loading.arrivals_calendar import MONTHS, build_calendar
from indicators.reports.loading.calendar_models import CalendarCell
from indicators.reports.loading.load_ledger import build_ledger
from layouts.site.page_request import PageRequest
from layouts.text import load_history, load_labels
from layouts.text.page_table import Cell, PageTable, build_verdict_cells

RECEIVED, HISTORY = "files-received", "history"
VERDICTS, FIGURES, REFUSED = "changed-verdicts", "changed-figures", "refused-rows"
MOST_EVENTS = 1000


def choose_months(request: PageRequest, today: datetime) -> tuple[Month, Month]:
    """Return the last month of the calendar in view, and the last that there can be."""
    day = request.reports.seen_on or today.date()
    this_month = Month.of(day.year, day.month)
    months = request.reports.find_months(request.month)
    latest = max(this_month - 1, months.available[-1]) if months else this_month - 1
    return (request.month if months else None) or latest, latest


def build_received_table(request: PageRequest) -> PageTable:
    """Return what came of each service in each month, and then of each of its areas."""
    now = datetime.now(UTC)
    last, _ = choose_months(request, now)
    today = request.reports.seen_on or now.date()
    calendar = build_calendar(request.reports, last, today, request.viewer)
    rows: list[tuple[Cell, ...]] = []
    for one in calendar.services:
        rows.append((one.service.name, "all", *map(_describe_cell, one.cells)))
        if len(one.areas) > 1:
            rows += [
                (one.service.name, place.name, *map(_describe_cell, cells))
                for place, cells in one.areas
            ]
    area = request.reports.places.words[LocalityKind.AREA][0].capitalize()
    return PageTable(
        title="Files received",
        name=f"files-received-{last - (MONTHS - 1)}-to-{last}",
        period=f"{calendar.months[0].name} to {calendar.months[-1].name}",
        headings=("Service", area, *(month.name for month in calendar.months)),
        rows=tuple(rows),
    )


def _describe_cell(cell: CalendarCell) -> str:
    if cell.state in load_labels.NOTHING_SHOWN:
        return load_labels.STATES[cell.state]
    extras = load_labels.label_cell_extras(cell)
    return ", ".join(filter(None, (load_labels.label_cell(cell), extras)))


def build_history_table(request: PageRequest) -> PageTable:
    """Return all loads and undone loads, latest first."""
    names = load_labels.name_senders(request.reports.catalogue)
    events = request.reports.list_history(MOST_EVENTS, request.viewer)
    return PageTable(
        title="History of loads",
        name="history",
        period="All loads, latest first",
        headings=(
            *("Number", "When (UTC)", "What", "File", "Service", "Months", "Name", "Reason"),
            *("Rows read", "Rows loaded", "Rows refused", "Rows blank", "Figures", "Undone by"),
        ),
        rows=tuple(_list_event_cells(event, names.get(event.service, "")) for event in events),
    )


def _list_event_cells(event: Load, service: str) -> tuple[Cell, ...]:
    what = "load" if event.undoes is None else f"load {event.undoes} undone"
    months = load_history.format_months(event) if event.undoes is None else ""
    why = " ".join(filter(None, (event.why, load_history.describe_declaration(event))))
    return (
        *(event.id, load_labels.format_moment(event.loaded_at), what, event.file, service),
        *(months, event.who, why),
        *(event.rows_read, event.rows_loaded, event.rows_refused, event.rows_blank),
        *(load_history.describe_figures(event), event.undone_by or ""),
    )


def build_verdicts_table(request: PageRequest, event: int) -> PageTable:
    """Return the verdicts that a load changed."""
    kinds = request.reports.places.words
    rows = [
        (
            flip.indicator.name,
            flip.place.name,
            kinds[flip.place.kind][0],
            flip.month.name,
            *build_verdict_cells(flip.was, flip.indicator),
            *build_verdict_cells(flip.now, flip.indicator),
        )
        for flip in build_ledger(request.reports, event, request.viewer).effect.turned
    ]
    headings = (
        *("Indicator", "Place", "Kind of place", "12 months to"),
        *("Before", "Verdict before", "After", "Verdict after"),
    )
    return _build_ledger_table(request, event, "Changed verdicts", headings, rows)


def build_figures_table(request: PageRequest, event: int) -> PageTable:
    """Return the figures that a load changed."""
    rows = [
        (
            *(one.indicator.name, one.place.name, one.period.name),
            load_history.format_ledger_figure(one.was, one.indicator),
            load_history.format_ledger_figure(one.now, one.indicator),
        )
        for one in build_ledger(request.reports, event, request.viewer).effect.changed
    ]
    headings = ("Indicator", "Place", "Month", "Before", "After")
    return _build_ledger_table(request, event, "Changed figures", headings, rows)


def build_refused_table(request: PageRequest, event: int) -> PageTable:
    """Return the rows of a file that were not loaded, grouped as on the page."""
    rows = [
        (
            *(load_labels.locate_group(group), group.values, group.count),
            *(group.first.reason, group.first.remedy, group.first.full_code),
        )
        for group in load_labels.GROUP_REFUSALS(
            build_ledger(request.reports, event, request.viewer).refusals
        )
    ]
    headings = ("Cell", "Value", "Times", "Why", "What to do", "Code")
    return _build_ledger_table(request, event, "Refused rows", headings, rows)


def _build_ledger_table(
    request: PageRequest,
    event: int,
    title: str,
    headings: tuple[str, ...],
    rows: Sequence[tuple[Cell, ...]],
) -> PageTable:
    return PageTable(
        title=f"{title}, number {event} in the history",
        name=f"load-{event}-{title.lower().replace(' ', '-')}",
        period=load_history.format_event(
            build_ledger(request.reports, event, request.viewer).event
        ),
        headings=headings,
        rows=tuple(rows),
    )
