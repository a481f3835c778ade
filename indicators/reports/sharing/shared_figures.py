"""The figures of one indicator that a shared view is made of, as cells to protect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from indicators.disclosure.primary import has_small_number
from indicators.disclosure.shared_cells import SharedCell, SharedTable, sum_parts
from indicators.domain.core import CountType, LocalityKind, ObservationStatus, Unit
from indicators.domain.indicator import Indicator
from indicators.domain.localities import Locality
from indicators.domain.membership import Membership
from indicators.domain.periods import Month, Period, get_quarter, get_rolling_year
from indicators.figures.add_spans import sum_spans
from indicators.figures.series import Series
from indicators.figures.span_sum import SpanSum
from indicators.reports.sharing.shared_parts import PartFinder

WINDOW_MONTHS = 24
"""All periods of a shared view lie within this many months."""

KINDS = (LocalityKind.AREA, LocalityKind.TEAM, LocalityKind.HUB, LocalityKind.CITY)
"""The smallest places first: each may be part of those of a later kind."""
KIND_WEIGHTS = {
    LocalityKind.AREA: 1,
    LocalityKind.HUB: 2,
    LocalityKind.TEAM: 3,
    LocalityKind.CITY: 12,
}
PERIOD_WEIGHTS = {1: 1, 3: 2, 12: 8}
"""How useful figures are, by kind of place and months. What is of least use is hidden first."""


@dataclass(frozen=True, slots=True)
class SharedFigures:
    """The exact sums of one indicator, and the table of cells that protects them.

    `kinds` are those of the places.
    """

    indicator: Indicator
    sums: Mapping[tuple[str, Period], SpanSum]
    table: SharedTable
    kinds: Mapping[str, LocalityKind]


def list_shared_periods(indicator: Indicator, month: Month) -> tuple[Period, ...]:
    """Return the periods of an indicator in the shared view of a month."""
    last_year = month.last_financial_year
    ends = (get_quarter(last_year.start + 3 * at).ended for at in range(8))
    periods = [
        Period(month, indicator.months),
        *(Period(end, 3) for end in ends if end <= month),
        last_year,
        get_rolling_year(month),
    ]
    return tuple(dict.fromkeys(p for p in periods if p.months % indicator.months == 0))


def collect_figures(
    indicator: Indicator,
    places: Sequence[Locality],
    series: Series,
    city: Series,
    held: Membership,
) -> SharedFigures:
    """Return the sums of places over the shared periods of the last month of `series`.

    `series` holds the centre areas and the places that pool them, `city` the whole, and `held` says
    which areas each of them pools in which months.
    """
    finder = PartFinder(indicator, series, city, held)
    sums: dict[tuple[str, Period], SpanSum] = {}
    for period in list_shared_periods(indicator, series.window.last):
        for which in (series, city):
            codes = [p.code for p in places if p.code in which.places]
            found = sum_spans(which, period, indicator.code, codes)
            sums |= {(code, period): each for code, each in zip(codes, found, strict=True)}
    kinds = {place.code: place.kind for place in places}
    built = (_build_cell(finder, code, kinds[code], added) for (code, _), added in sums.items())
    cells = tuple(cell for cell in built if cell)
    add_up = indicator.unit is Unit.PERCENT
    unpublished = list(_list_withheld(finder))
    if not _has_mean(indicator):
        unpublished += _find_coming(finder, places, add_up=add_up)
    zero_is_small = not indicator.show_zero
    table = SharedTable(indicator.code, cells, add_up, tuple(unpublished), zero_is_small)
    return SharedFigures(indicator, sums, table, kinds)


def _build_cell(
    finder: PartFinder, code: str, kind: LocalityKind, added: SpanSum
) -> SharedCell | None:
    """Return the cell of a figure; None where there is no figure to hide or show."""
    indicator, span = finder.indicator, added.span
    limit = indicator.small_number_threshold
    weight = PERIOD_WEIGHTS[span.months] * KIND_WEIGHTS[kind]
    hidden = added.status is ObservationStatus.HIDDEN
    if not hidden and added.status is not ObservationStatus.OK:
        return None
    if hidden or not added.counted:
        # Percentages sent without counts cannot be checked for small numbers.
        parts = finder.find_with_withheld(code, span)
        months = span.months // indicator.months if _has_mean(indicator) else 1
        averaged = months > 1
        return SharedCell(
            code, span, parts, limit * months, weight, withheld=True, averaged=averaged
        )
    parts = finder.find(code, span)
    if sum_parts(parts) != finder.split_counts(added.numerator, added.denominator):
        raise ArithmeticError(f"The parts of {indicator.code}, {code}, {span.name} do not add up.")
    months = added.denominator if _has_mean(indicator) else 1
    return SharedCell(code, span, parts, limit * months, weight, averaged=months > 1)


def _list_withheld(finder: PartFinder) -> Iterator[SharedCell]:
    """Yield every count that its sender hid and that totals hold, published or not."""
    limit = finder.indicator.small_number_threshold
    for part in finder.list_withheld():
        span = Period(Month(part.month), finder.indicator.months)
        yield SharedCell(part.place, span, frozenset([part]), limit, withheld=True)


def _find_coming(
    finder: PartFinder, places: Sequence[Locality], *, add_up: bool
) -> Iterator[SharedCell]:
    """Yield the small counts of the months so far that a later period will add up.

    All quarters, financial years and rolling years to come begin in one of the last months and
    include those after it.
    """
    last, step = finder.series.window.last, finder.indicator.months
    for months in range(2 * step, 12, step):
        span = Period(last, months)
        for place in places:
            cell = SharedCell(
                place.code,
                span,
                finder.find(place.code, span),
                finder.indicator.small_number_threshold,
            )
            zero = not finder.indicator.show_zero
            if cell.parts and has_small_number(cell, add_up=add_up, zero=zero):
                yield cell


def _has_mean(indicator: Indicator) -> bool:
    """Return whether a span of months has a mean, because its months count the same people."""
    return indicator.unit is Unit.COUNT and indicator.gathering is CountType.SNAPSHOT
