"""Compare each total with the sum of its parts, wherever the two come from.

A disagreement is confirmed and not refused, since either may be right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING, Any

from indicators.domain.catalogue import Catalogue
from indicators.domain.confirmation_texts import write_confirmation
from indicators.domain.confirmations import Confirmation, ConfirmationCode, SheetRows, join_list
from indicators.domain.core import LocalityKind, ObservationStatus, Unit
from indicators.domain.indicator import Indicator
from indicators.domain.periods import Month, Period
from indicators.domain.places import Places
from loaders.anomalies.row_locator import ColumnKey

if TYPE_CHECKING:  # slow to import, and only loading needs it
    import pandas as pd


_NAMED = 3
_ROUNDED_COUNTS = 4
"""So many counts with a common divisor are rounded. Fewer have one by chance."""
_LEAST_ROUNDING = 5
"""Counts are rounded to 5 or more. Four counts are even by chance in one of 16 files."""
_KEY = ["indicator", "ended", "definition", "months"]
_OK = ObservationStatus.OK.value
_KNOWN = (_OK, ObservationStatus.NOT_APPLICABLE.value)
_ROLES = ("numerator", "denominator")


@dataclass(frozen=True, slots=True)
class FileTotals:
    """What a file says of totals.

    `observations` are loaded, `left_out` the totals that are not; both are frames of observations.
    `columns` names the columns by sheet, indicator, role and month. Counts are rounded to
    `rounded_to` by its profile.
    """

    observations: pd.DataFrame
    left_out: pd.DataFrame
    columns: Mapping[ColumnKey, str]
    rounded_to: int


@dataclass(frozen=True, slots=True)
class _Total:
    """A total and its parts: rows of a frame. `whole` says that every part is known."""

    row: Any
    parts: list[Any]
    whole: bool
    rounded_to: int
    indicator: Indicator

    @property
    def counted(self) -> list[Any]:
        return [part for part in self.parts if part.status == _OK and part.numerator is not None]

    @property
    def figures(self) -> list[Any]:
        return [part for part in self.parts if part.status == _OK]

    def list_numbers(self, role: str) -> list[int]:
        """Return the counts of the parts that have this one."""
        numbers = (getattr(part, role) for part in self.counted)
        return [int(number) for number in numbers if number is not None]

    def get_slack(self, role: str, total: int) -> int:
        """Return by how much a total of rounded counts may miss the sum."""
        numbers = self.list_numbers(role)
        divisor = gcd(total, *numbers)
        filled = sum(number > 0 for number in (total, *numbers))
        is_rounded = filled >= _ROUNDED_COUNTS and divisor >= _LEAST_ROUNDING
        to = max(self.rounded_to, divisor if is_rounded else 1)
        return (len(numbers) + 1) * (to // 2)


def find_contradicted_totals(
    file: FileTotals, current: pd.DataFrame, catalogue: Catalogue, places: Places
) -> list[Confirmation]:
    """Return each total that its parts contradict, of a place with areas in the council's files.

    `current` are observations that are not in the file, for the same indicators and months. One of
    the two must be in the file. Where a part is hidden or missing, the sum of the others is the
    least that a count can be, and a percentage can be anything.
    """
    import pandas as pd

    city = places.city.code
    if file.left_out.empty and not any(
        (frame["place"] == city).any() for frame in (file.observations, current)
    ):
        return []  # no total at all, as in most large files
    frames = [_prepare(file.observations, True), _prepare(current, False)]
    held = pd.concat([frame for frame in frames if len(frame)] or frames[:1])
    totals = pd.concat([held[held["place"] == city], _prepare(file.left_out, True)])
    kinds = {code: place.kind for code, place in places.localities.items()}
    areas = held[held["place"].map(kinds) == LocalityKind.AREA].merge(
        totals[_KEY].drop_duplicates()
    )
    groups: dict[Any, list[Any]] = defaultdict(list)
    for row in areas.itertuples(index=False):
        groups[row.indicator, row.ended, row.definition, row.months].append(row)
    found: list[Confirmation] = []
    for row in totals.itertuples(index=False):
        parts = groups.get((row.indicator, row.ended, row.definition, row.months), [])
        total = _build_total(row, parts, file.rounded_to, catalogue, places)
        if total.parts and (row.own or any(part.own for part in total.parts)):
            found += _compare(total, file, places)
    return _join_periods(found)


def _prepare(frame: pd.DataFrame, own: bool) -> pd.DataFrame:
    """Return a frame of plain columns, with a flag that says whether it is from the file."""
    plain = frame.assign()
    for name in ("indicator", "place", "definition", "status", "sheet"):
        plain[name] = plain[name].astype(object)
    for name in _ROLES:
        plain[name] = plain[name].astype(object).where(plain[name].notna(), None)
    return plain.assign(own=own)


def _build_total(
    row: Any, parts: Sequence[Any], rounded_to: int, catalogue: Catalogue, places: Places
) -> _Total:
    month = Month.from_number(int(row.ended))
    codes = {area.code for area in places.list_areas(row.place, month)}
    own = [part for part in parts if part.place in codes]
    known = {part.place for part in own if part.status in _KNOWN}
    whole = known == codes
    return _Total(row, own, whole, rounded_to, catalogue.indicator(row.indicator))


def _compare(total: _Total, file: FileTotals, places: Places) -> Iterator[Confirmation]:
    if total.row.status != _OK:
        return
    has_counts = total.row.numerator is not None
    if has_counts and total.counted:
        yield from _compare_counts(total, file, places)
    if not has_counts or len(total.counted) < len(total.figures):
        yield from _compare_percentages(total, file, places)


def _compare_counts(total: _Total, file: FileTotals, places: Places) -> Iterator[Confirmation]:
    """Yield a total whose counts are below the sum of the known parts, or are not the sum."""
    whole = total.whole and len(total.counted) == len(total.figures)
    wrong = []
    for role in _ROLES:
        number, numbers = getattr(total.row, role), total.list_numbers(role)
        if number is None or len(numbers) < len(total.counted):
            continue
        slack, least = total.get_slack(role, int(number)), sum(numbers)
        if int(number) < least - slack or (whole and int(number) > least + slack):
            wrong.append(role)
    if wrong:
        contradicts, below = (
            ConfirmationCode.TOTAL_CONTRADICTS_AREAS,
            ConfirmationCode.TOTAL_BELOW_AREAS,
        )
        sums = {role: sum(total.list_numbers(role)) for role in _ROLES}
        has_base = total.row.denominator is not None
        areas = _format_counts(sums["numerator"], sums["denominator"] if has_base else None)
        sent = _format_counts(total.row.numerator, total.row.denominator if has_base else None)
        yield _ask(contradicts if whole else below, total, file, places, wrong, areas, sent)


def _format_counts(numerator: Any, denominator: Any) -> str:
    return f"{int(numerator):,}" + (f" of {int(denominator):,}" if denominator is not None else "")


def _compare_percentages(total: _Total, file: FileTotals, places: Places) -> Iterator[Confirmation]:
    """Yield a percentage that is outside those of its parts.

    Percentages have no sum. Where all parts are known it must be between the lowest and the highest
    of them, rounded as they are written.
    """
    figures = [each for each in (_calculate(part, total) for part in total.figures) if each]
    sent = _calculate(total.row, total)
    if not (total.whole and figures and sent) or total.indicator.unit is Unit.COUNT:
        return
    slack = max(each[1] for each in (*figures, sent))
    lowest, highest = (which(each[0] for each in figures) for which in (min, max))
    if lowest - slack <= sent[0] <= highest + slack:
        return
    sign = "%" if total.indicator.unit is Unit.PERCENT else ""
    low, high, own = (f"{float(each):.1f}{sign}" for each in (lowest, highest, sent[0]))
    code = ConfirmationCode.TOTAL_OUTSIDE_AREAS
    yield _ask(code, total, file, places, ["percentage"], f"{low} and {high}", own)


def _calculate(row: Any, total: _Total) -> tuple[Fraction, Fraction] | None:
    """Return a figure with half a unit of its last decimal; None where it is of nobody."""
    if row.numerator is not None:
        if row.denominator is None or not row.denominator:
            return None
        return Fraction(int(row.numerator) * total.indicator.scale, int(row.denominator)), Fraction(
            0
        )
    decimals = len(str(row.value).partition(".")[2])
    return Fraction(str(row.value)), Fraction(1, 2 * 10**decimals)


def _ask(
    code: ConfirmationCode,
    total: _Total,
    file: FileTotals,
    places: Places,
    wrong: Sequence[str],
    areas: str,
    sent: str,
) -> Confirmation:
    row, month = total.row, Month.from_number(int(total.row.ended))
    text = write_confirmation(
        code,
        indicator=total.indicator.name,
        place=places[row.place].name,
        period=Period(month, total.indicator.months).name,
        areas=areas,
        total=sent,
        source="" if row.own else " that was loaded before",
    )
    names = (
        file.columns.get((row.sheet, row.indicator, role, at))
        for role in wrong
        for at in (int(row.ended), 0)
    )
    column = join_list([name for name in names if name])
    where = (SheetRows(row.sheet, (int(row.row),), column),) if row.own else ()
    part = wrong[0] if len(wrong) == 1 and wrong[0] in _ROLES else ""
    return Confirmation(code, text, (row.indicator,), part, (row.place,), month, where)


def _join_periods(found: Sequence[Confirmation]) -> list[Confirmation]:
    """Return one question for a total that is contradicted in more than three periods."""
    groups: dict[Any, list[Confirmation]] = defaultdict(list)
    for each in found:
        groups[each.code, each.indicators, each.places].append(each)
    joined: list[Confirmation] = []
    for group in groups.values():
        if len(group) <= _NAMED:
            joined += group
            continue
        more = f" The same is so in {len(group) - 1} more periods."
        rows = tuple(row for each in group for row in each.rows)
        periods = [each.period for each in group if each.period]
        joined.append(
            replace(group[0], text=group[0].text + more, rows=rows[:_NAMED], period=max(periods))
        )
    return joined
