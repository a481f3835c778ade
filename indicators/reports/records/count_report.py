"""Counted records: every team's counts over the year to a period, and the rates of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from indicators.access.permissions import Viewer
from indicators.access.row_access import RowAccess
from indicators.domain.localities import Locality
from indicators.records.record_definition import RecordDefinition, RecordRate
from indicators.records.record_period import RecordPeriod, list_periods
from indicators.records.record_values import RecordCell
from indicators.reports.base import Reports
from indicators.reports.records.period_choice import choose_period
from indicators.reports.records.record_book import Cells, RecordBook, find_first_period
from indicators.reports.records.record_models import (
    CountReport,
    NoRateReason,
    RateFound,
    TeamCounts,
)
from indicators.stats.intervals import wilson_interval
from indicators.stats.rules import round_half_away

_TREND = 13
"""Periods of the trend: a quarter of weeks."""
Counts = Mapping[str, int | None]


def build_count_report(
    reports: Reports, code: str, period: str, today: date, viewer: Viewer
) -> CountReport:
    """Return a counted record over the year to a period; "" is the latest with counts.

    Raises UnknownRecordError, and UserError for no period of it.
    """
    book = RecordBook(reports, viewer)
    definition = book.find_definition(code)
    periods = choose_period(reports, definition, period, today, viewer)
    year = periods.shown.year_start, periods.shown
    teams = book.list_teams(definition, periods.shown)
    exact = [t for t in teams if book.decide(definition, t.code) is RowAccess.EXACT]
    cells = book.read(definition, [team.code for team in teams], year)
    counted = [count_team(definition, t, cells, periods.shown, t in exact) for t in teams]
    whole = reports.places.list_by_kind(reports.home_kind, periods.shown.month)
    total = _add_up(definition, counted) if len(exact) == len(whole) > 1 else None
    return CountReport(
        definition, periods, tuple(counted), total, _build_trend(definition, cells, periods.shown)
    )


def count_team(
    definition: RecordDefinition,
    team: Locality,
    cells: Cells,
    period: RecordPeriod,
    is_exact: bool = True,
) -> TeamCounts:
    """Return the counts of a team in a period, and over the year that ends with it."""
    year = [each.code for each in list_periods(period.year_start, period)]
    held = {
        field: [cells.get(RecordCell(team.code, code, field)) for code in year]
        for field in definition.fields
    }
    values = {
        field: [version.entered.value if version else None for version in versions]
        for field, versions in held.items()
    }
    sums = {
        code: _sum(values[code]) if field.adds_up else _find_last(values[code])
        for code, field in definition.fields.items()
    }
    periods = zip(*values.values(), strict=True)
    entered = sum(any(count is not None for count in counts) for counts in periods)
    return TeamCounts(
        team,
        not is_exact,
        {field: counts[-1] for field, counts in values.items()},
        sums,
        entered,
        calculate_rates(definition, sums, is_hidden=not is_exact),
    )


def _add_up(definition: RecordDefinition, teams: Sequence[TeamCounts]) -> TeamCounts:
    """Return the counts of all teams together."""
    now = {field: _sum(team.now[field] for team in teams) for field in definition.fields}
    year = {field: _sum(team.year[field] for team in teams) for field in definition.fields}
    most = max((team.entered for team in teams), default=0)
    return TeamCounts(None, False, now, year, most, calculate_rates(definition, year))


def calculate_rates(
    definition: RecordDefinition, sums: Counts, *, is_hidden: bool = False
) -> tuple[RateFound, ...]:
    """Return the rates of a year's counts, with Wilson's 95% interval."""
    return tuple(_calculate_rate(rate, sums, is_hidden) for rate in definition.rate)


def _calculate_rate(rate: RecordRate, sums: Counts, is_hidden: bool) -> RateFound:
    numerator, denominator = sums[rate.numerator], sums[rate.denominator]
    if is_hidden:
        return RateFound(rate, None, None, reason=NoRateReason.HIDDEN)
    if numerator is None or not denominator:
        return RateFound(rate, numerator, denominator, reason=NoRateReason.NOTHING_COUNTED)
    if numerator > denominator:
        return RateFound(rate, numerator, denominator, reason=NoRateReason.MORE_THAN_ALL)
    lower, upper = wilson_interval(numerator, denominator)
    percent = round_half_away(Fraction(100 * numerator, denominator), 1)
    low, high = (round_half_away(Decimal(100 * float(bound)), 1) for bound in (lower, upper))
    return RateFound(rate, numerator, denominator, percent, low, high)


def _build_trend(
    definition: RecordDefinition, cells: Cells, period: RecordPeriod
) -> tuple[tuple[RecordPeriod, Counts, int], ...]:
    first = max(period - (_TREND - 1), find_first_period(definition), period.year_start)
    by_period: dict[str, dict[str, list[int]]] = {}
    teams: dict[str, set[str]] = {}
    for cell, version in cells.items():
        if version.entered.value is not None:
            fields = by_period.setdefault(cell.period, {})
            fields.setdefault(cell.field, []).append(version.entered.value)
            teams.setdefault(cell.period, set()).add(cell.team)
    return tuple(
        (
            each,
            {f: _sum(by_period.get(each.code, {}).get(f, ())) for f in definition.fields},
            len(teams.get(each.code, ())),
        )
        for each in list_periods(first, period)
    )


def _find_last(counts: Sequence[int | None]) -> int | None:
    """Return the last count that was entered; None if none was."""
    return next((count for count in reversed(counts) if count is not None), None)


def _sum(counts: Iterable[int | None]) -> int | None:
    """Return the sum of what was counted; None if nothing was."""
    known = [count for count in counts if count is not None]
    return sum(known) if known else None
