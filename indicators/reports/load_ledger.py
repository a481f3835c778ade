"""The ledger: what one load or undoing changed, and which verdicts turned because of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from indicators.access.permissions import Permission, Viewer, require
from indicators.domain.catalogue import Indicator
from indicators.domain.core import LocalityKind, ObservationStatus
from indicators.domain.errors import UserError
from indicators.domain.localities import Locality
from indicators.domain.periods import Month, Period, get_rolling_year
from indicators.domain.refusals import Refusal
from indicators.figures.figure import Figure
from indicators.reports.base import Reports
from indicators.reports.verdict_rows import JudgedFigure, calculate_verdict_rows
from indicators.store.observations import Load


@dataclass(frozen=True, slots=True)
class LedgerFigure:
    """A figure as it was sent: counts, or the decimal as written, or why there is none."""

    numerator: int | None
    denominator: int | None
    value: str | None
    status: ObservationStatus
    note: str


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """One figure of the indicator table that an event changed. `was` is None where there was none;
    `now` is None where an undoing left none.
    """

    indicator: Indicator
    place: Locality
    period: Period
    definition: str
    was: LedgerFigure | None
    now: LedgerFigure | None


@dataclass(frozen=True, slots=True)
class TurnedVerdict:
    """A 12-month verdict that turned because of the event, with both figures."""

    indicator: Indicator
    place: Locality
    month: Month
    was: Figure
    now: Figure


@dataclass(frozen=True, slots=True)
class LoadLedger:
    """One event and what it did. `changed` are figures that stood before or stand no more; `new`
    counts those that were not there before; `unknown` those of an indicator or place that the
    council's files no longer name; `refusals` are the rows that were kept out.
    """

    event: Load
    undone: Load | None
    changed: tuple[ChangedFigure, ...]
    new: int
    unknown: int
    flips: tuple[TurnedVerdict, ...]
    refusals: tuple[Refusal, ...]


def build_ledger(reports: Reports, event: int, viewer: Viewer) -> LoadLedger:
    """What an event of the history changed. UserError where there is none of that number.

    Verdicts are those of the latest month with data then, and of the 12 months to each month that
    was restated; a verdict counts as turned where there was one before.
    """
    require(viewer, Permission.VIEW_LOAD_HISTORY)
    told = reports.table.load(event)
    if reports.table.event is not None and event > reports.table.event:
        raise UserError(f"Load {event} came later than the day that is looked at.")
    rows = reports.table.read_changes(event)
    known = [row for row in rows if _is_known(reports, row)]
    changed = tuple(_changed(reports, row) for row in known if row.was_status is not None)
    return LoadLedger(
        event=told,
        undone=reports.table.load(told.undoes) if told.undoes else None,
        changed=changed,
        new=sum(row.was_status is None for row in known),
        unknown=len(rows) - len(known),
        flips=find_turned_verdicts(
            reports.after(event - 1),
            reports.after(event),
            known,
            {each.period.ended for each in changed},
            viewer,
        ),
        refusals=tuple(reports.table.read_refusals(event)),
    )


def _is_known(reports: Reports, row: Any) -> bool:
    catalogued = row.indicator in reports.catalogue.indicators
    return catalogued and row.place in reports.places.localities


def _changed(reports: Reports, row: Any) -> ChangedFigure:
    return ChangedFigure(
        reports.catalogue.indicators[row.indicator],
        reports.places[row.place],
        Period(Month.from_number(row.ended), row.months),
        row.definition,
        _sent(row, "was"),
        _sent(row, "now"),
    )


def _sent(row: Any, side: str) -> LedgerFigure | None:
    status = getattr(row, f"{side}_status")
    if status is None:
        return None
    numerator, denominator, value, note = (
        getattr(row, f"{side}_{name}") for name in ("numerator", "denominator", "value", "note")
    )
    return LedgerFigure(numerator, denominator, value, ObservationStatus(status), note)


def find_turned_verdicts(
    before: Reports, after: Reports, rows: Iterable[Any], restated: set[Month], viewer: Viewer
) -> tuple[TurnedVerdict, ...]:
    """The verdicts that differ between two states of the table, by the reports that pages use.

    `rows` (indicator, place, ended, months) are the figures that differ, `restated` the months of
    those that stood before.
    """
    latest = after.find_months()
    seen = restated | ({latest.shown} if latest else set())
    wanted = sorted(_touched(after, rows, seen), key=lambda key: (key[2], key[1], key[0]))
    both = zip(
        calculate_verdict_rows(before, wanted, viewer),
        calculate_verdict_rows(after, wanted, viewer),
        strict=True,
    )
    return tuple(_flip(was, now) for was, now in both if _turned(was, now))


def _touched(
    reports: Reports, rows: Iterable[Any], months: Iterable[Month]
) -> set[tuple[str, str, Month]]:
    """Each (place, indicator, month) whose 12 months a changed figure lies in: the place's own, and
    those of every place that held it when the figure's period ended.
    """
    found: dict[tuple[str, Month], set[tuple[str, Month]]] = {}
    for row in rows:
        ended = Month.from_number(row.ended)
        for month in months:
            if get_rolling_year(month).covers(Period(ended, row.months)):
                found.setdefault((row.indicator, month), set()).add((row.place, ended))
    changed = {ended for figures in found.values() for _, ended in figures}
    holders = {ended: _holders(reports, ended) for ended in changed}
    return {
        (holder, indicator, month)
        for (indicator, month), figures in found.items()
        for place, ended in figures
        for holder in (place, *holders[ended].get(place, ()))
    }


def _holders(reports: Reports, month: Month) -> dict[str, list[str]]:
    """The teams, hubs and city that each area is part of in a month."""
    held: dict[str, list[str]] = {}
    for place in reports.places.localities.values():
        if place.kind is not LocalityKind.AREA:
            for area in reports.places.list_areas(place.code, month):
                held.setdefault(area.code, []).append(place.code)
    return held


def _turned(was: JudgedFigure, now: JudgedFigure) -> bool:
    return was.figure.verdict is not None and was.figure.verdict is not now.figure.verdict


def _flip(was: JudgedFigure, now: JudgedFigure) -> TurnedVerdict:
    return TurnedVerdict(now.indicator, now.place, now.month, was.figure, now.figure)
