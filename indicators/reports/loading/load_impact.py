"""What a load changes: one comparison for the preview of a file and for the ledger of a load."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from indicators.access.permissions import Viewer
from indicators.domain.core import LocalityKind, ObservationStatus
from indicators.domain.periods import Month, Period, get_rolling_year
from indicators.figures.observation_source import (
    Observation,
    ObservationKey,
    SourceWithFile,
    get_key,
)
from indicators.ports.load_effect import ChangedFigure, LoadEffect, SentFigure, TurnedVerdict
from indicators.reports.auditing.small_numbers import note_counts
from indicators.reports.base import Reports
from indicators.reports.series_reader import SeriesReader
from indicators.reports.verdict_rows import calculate_verdicts
from indicators.store.as_of import COLUMNS, FIGURE

if TYPE_CHECKING:  # pandas is slow to import, and pages do not need it
    import pandas as pd

MOST_PREVIEWED = 20_000
"""Figures of a file up to which its effect is previewed; more would take too long."""


def preview_effect(
    reports: Reports, sha256: str, figures: pd.DataFrame, viewer: Viewer
) -> LoadEffect | None:
    """Return what loading a file would change, or None if it has too many figures to preview.

    `sha256` is that of the file, and `figures` has the columns COLUMNS.
    """
    if len(figures) > MOST_PREVIEWED:
        return None
    plan = reports.table.plan_load(sha256, figures[COLUMNS])
    rows = [_convert_row(row) for row in plan.added.itertuples(index=False, name=None)]
    sent = {get_key(row): row for row in rows}
    areas = [place.code for place in reports.places.list_by_kind(LocalityKind.AREA)]
    after = SeriesReader(
        SourceWithFile(reports.table, sent, areas),
        reports.catalogue,
        reports.places,
        reports.events,
        area_basis=reports.area_basis,
    )
    return compare_sources(reports, after, sent, viewer, unchanged=plan.counts.unchanged)


def compare_sources(
    before: SeriesReader,
    after: SeriesReader,
    keys: Collection[ObservationKey],
    viewer: Viewer,
    *,
    unchanged: int,
) -> LoadEffect:
    """Return what differs between two states of the observations with these keys.

    Verdicts are those of the 12 months to every month that a page can show. A verdict counts as
    turned where there was one before. `unchanged` is the number of figures of the load that changed
    nothing.
    """
    old, new = _read_keys(before, keys), _read_keys(after, keys)
    differing = [
        key for key in sorted(keys) if _get_cells(old.get(key)) != _get_cells(new.get(key))
    ]
    rows = [new.get(key) or old[key] for key in differing if _is_known(after, key)]
    note_counts(
        (after.catalogue.indicators[row.indicator], row.numerator, row.denominator)
        for row in [*old.values(), *new.values()]
        if _is_known(after, get_key(row))
    )
    changed = tuple(
        ChangedFigure(
            after.catalogue.indicators[row.indicator],
            after.places[row.place],
            Period(Month.from_number(row.ended), row.months),
            row.definition,
            was,
            _get_sent(new.get(get_key(row))),
        )
        for row in rows
        if (was := _get_sent(old.get(get_key(row)))) is not None
    )
    return LoadEffect(
        changed,
        new=len(rows) - len(changed),
        unknown=len(differing) - len(rows),
        unchanged=unchanged,
        turned=_find_turned_verdicts(before, after, rows, viewer),
    )


def _read_keys(
    reader: SeriesReader, keys: Collection[ObservationKey]
) -> dict[ObservationKey, Observation]:
    """Return the observations with these keys."""
    rows = reader.source.read_observations(
        sorted({indicator for indicator, *_ in keys}),
        sorted({place for _, _, place, *_ in keys}),
        sorted({ended for _, ended, *_ in keys}),
    )
    wanted = set(keys)
    every = map(Observation._make, rows)
    return {key: row for row in every if (key := get_key(row)) in wanted}


def _is_known(reader: SeriesReader, key: ObservationKey) -> bool:
    return key[0] in reader.catalogue.indicators and key[2] in reader.places.localities


def _get_cells(row: Observation | None) -> tuple[Any, ...] | None:
    """Return the columns of the figure alone: no key, and no length of the period."""
    return None if row is None else row[-len(FIGURE) :]


def _get_sent(row: Observation | None) -> SentFigure | None:
    if row is None:
        return None
    status = ObservationStatus(row.status)
    return SentFigure(row.numerator, row.denominator, row.value, status, row.note)


def _find_turned_verdicts(
    before: SeriesReader, after: SeriesReader, rows: Sequence[Observation], viewer: Viewer
) -> tuple[TurnedVerdict, ...]:
    """Return the 12-month verdicts that differ, calculated as pages do.

    `rows` are the figures that differ. Each is part of the 12 months to up to 12 months, so every
    month that a page can show is looked at.
    """
    shown = after.find_months()
    months = {*(shown.available if shown else ()), *(Month.from_number(row.ended) for row in rows)}
    wanted = sorted(_list_affected(after, rows, months), key=lambda key: (key[2], key[1], key[0]))
    old = calculate_verdicts(before, wanted, viewer)
    # A verdict that was not there cannot turn, so it is not read again.
    again = [key for key in wanted if old[key].verdict is not None]
    new = calculate_verdicts(after, again, viewer)
    return tuple(
        TurnedVerdict(
            after.catalogue.indicator(code), after.places[place], month, old[key], new[key]
        )
        for key in again
        for place, code, month in [key]
        if old[key].verdict is not new[key].verdict
    )


def _list_affected(
    reader: SeriesReader, rows: Iterable[Observation], months: Iterable[Month]
) -> set[tuple[str, str, Month]]:
    """Return each (place, indicator, month) with a 12-month figure that one of `rows` is part of.

    They are the place's own, and those of every place that had it when the row's period ended.
    """
    figures: dict[tuple[int, int], set[tuple[str, str]]] = {}
    for row in rows:
        figures.setdefault((row.ended, row.months), set()).add((row.indicator, row.place))
    years = {month: get_rolling_year(month) for month in months}
    found: set[tuple[str, str, Month]] = set()
    for (number, length), changed in figures.items():
        ended = Month.from_number(number)
        inside = [m for m, year in years.items() if year.covers(Period(ended, length))]
        parents = _list_parents(reader, ended)
        found |= {
            (parent, indicator, month)
            for indicator, place in changed
            for parent in (place, *parents.get(place, ()))
            for month in inside
        }
    return found


def _list_parents(reader: SeriesReader, month: Month) -> dict[str, list[str]]:
    """Return the teams, hubs and city that each area is part of in a month."""
    parents: dict[str, list[str]] = {}
    for place in reader.places.localities.values():
        if place.kind is not LocalityKind.AREA:
            for area in reader.places.list_areas(place.code, month):
                parents.setdefault(area.code, []).append(place.code)
    return parents


def _convert_row(cells: tuple[Any, ...]) -> Observation:
    """Return a row of a frame as the table gives it: None where there is no number."""
    row = Observation(*cells)
    numerator, denominator = _convert_count(row.numerator), _convert_count(row.denominator)
    return row._replace(numerator=numerator, denominator=denominator)


def _convert_count(cell: Any) -> int | None:
    return None if type(cell).__name__ == "NAType" else int(cell)
