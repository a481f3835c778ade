"""Places side by side: which, in what order, and the matrix of all their indicators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from indicators.access.permissions import Viewer
from indicators.domain.catalogue import Indicator, Service
from indicators.domain.core import LocalityKind, Polarity, Unit, Verdict
from indicators.domain.errors import UserError
from indicators.domain.localities import Locality
from indicators.domain.periods import Month, get_rolling_year
from indicators.figures.figure import (
    Change,
    Figure,
    build_standard,
    calculate_change,
    calculate_figure,
    calculate_figures,
)
from indicators.figures.icons import Signal, get_signal_window
from indicators.figures.series import MonthWindow, Series
from indicators.reports.base import Reports
from indicators.reports.models import MonthChoice
from indicators.stats.intervals import ConfidenceLevel, find_beyond_limits
from indicators.stats.target_gap import TargetGap, calculate_gap

PAGE = 100
"""Places on one page of a large council."""
COMPARED = (LocalityKind.AREA, LocalityKind.TEAM, LocalityKind.HUB)
BAD_SIDES = {Polarity.HIGHER: -1, Polarity.LOWER: 1}
"""The side of the funnel that is bad, where one way is better."""


@dataclass(frozen=True, slots=True)
class ComparisonChoice:
    """What is to be compared. With no `indicator` the one furthest from its target is in view; the
    verdict asked for is the one of that indicator.
    """

    by: LocalityKind = LocalityKind.AREA
    service: str = ""
    hub: str = ""
    verdict: Verdict | None = None
    indicator: str = ""
    order: str = "name"
    """`name`, or by the figure of the indicator in view: `worst` or `best` first."""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """Places in their order, with the figure of the indicator in view over the 12 months.

    `every` are all of them, whatever their verdict, and `figures` and `gap` are theirs; `compared`
    are those with the verdict asked for, `shown` those on the page in view. There is no gap where
    there is no target or no people to count. `city` and `benchmarks` have the figures of every
    indicator shown, of the `whole` and of elsewhere.
    """

    months: MonthChoice
    choice: ComparisonChoice
    kinds: tuple[LocalityKind, ...]
    hubs: tuple[Locality, ...]
    groups: tuple[tuple[Service, tuple[Indicator, ...]], ...]
    focus: Indicator
    every: tuple[Locality, ...]
    compared: tuple[Locality, ...]
    figures: Mapping[str, Figure]
    whole: Locality
    city: Mapping[str, Figure]
    benchmarks: tuple[tuple[Locality, Mapping[str, Figure]], ...]
    gap: TargetGap | None

    @property
    def month(self) -> Month:
        return self.months.shown

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        return tuple(indicator for _, group in self.groups for indicator in group)

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.compared) // PAGE))

    @property
    def shown(self) -> tuple[Locality, ...]:
        start = (self.choice.page - 1) * PAGE
        return self.compared[start : start + PAGE]


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One figure of the matrix. `outside` tells which funnel limits it lies beyond on the bad side:
    None, or the wider or the nearer ones.
    """

    figure: Figure
    signal: Signal
    change: Change | None
    outside: ConfidenceLevel | None

    @property
    def worse(self) -> bool:
        """A cross, or beyond what chance explains on the bad side."""
        return self.figure.verdict is Verdict.CROSS or self.outside is ConfidenceLevel.PERCENT_99_8

    @property
    def concern(self) -> bool:
        return self.signal.icon is not None and self.signal.icon.startswith("concern")

    @property
    def worsening(self) -> bool:
        """Special cause for concern, or worse than the 12 months before, by direction alone."""
        return self.concern or (self.change is not None and self.change.direction == "worse")


@dataclass(frozen=True, slots=True)
class Matrix:
    """The page in view of the comparison: `cells[place][indicator]`, and what is worse and
    worsening among them, the most certain and the furthest from target first.
    """

    comparison: Comparison
    cells: Mapping[str, Mapping[str, MatrixCell]]
    worsening: tuple[tuple[Locality, Indicator, MatrixCell], ...]

    def focus_on(self, indicator: Indicator) -> Comparison:
        """The places on this page, worst first, with another indicator in view: from the figures
        at hand, for who wants one after another. The gap in the one in view stays that of all.
        """
        compared = self.comparison
        figures = {p.code: self.cells[p.code][indicator.code].figure for p in compared.shown}
        choice = replace(
            compared.choice, indicator=indicator.code, verdict=None, order="worst", page=1
        )
        order = tuple(_ordered(compared.shown, figures, indicator, choice))
        if indicator is compared.focus:
            return replace(compared, choice=choice, compared=order)
        return replace(
            compared,
            choice=choice,
            focus=indicator,
            every=compared.shown,
            compared=order,
            figures=figures,
            gap=_gap(figures, indicator),
        )


def build_comparison(
    reports: Reports, asked: Month | None, choice: ComparisonChoice, viewer: Viewer
) -> Comparison | None:
    """What is compared, in order; None while nothing has been loaded.

    Only the indicator in view is read for all places, and only its 12 months.
    """
    months = reports.find_months(asked)
    if months is None:
        return None
    month = months.shown
    arranged = reports.get_areas_month(month)
    kinds = tuple(kind for kind in COMPARED if reports.places.list_by_kind(kind, arranged))
    groups = _groups(reports, choice.service)
    indicators = [indicator for _, group in groups for indicator in group]
    window = MonthWindow(month - 11, month)
    city = _figures(
        reports.read_city_series(indicators, window, viewer), indicators, reports.places.city.code
    )
    focus = _focus(reports.catalogue.dashboard, indicators, choice.indicator, city)
    every = _places(reports, choice, kinds, arranged)
    span = get_rolling_year(month)
    series = reports.read_series([p.code for p in every], [focus], window, viewer)
    figures = calculate_figures(series, focus, [place.code for place in every], span)
    elsewhere = reports.places.list_by_kind(LocalityKind.BENCHMARK)
    beside = reports.read_series([p.code for p in elsewhere], indicators, window, viewer)
    return Comparison(
        months,
        choice,
        kinds,
        tuple(reports.places.list_by_kind(LocalityKind.HUB, arranged)),
        groups,
        focus,
        tuple(every),
        tuple(_ordered(every, figures, focus, choice)),
        figures,
        reports.places.city,
        city,
        tuple((place, _figures(beside, indicators, place.code)) for place in elsewhere),
        _gap(figures, focus),
    )


def build_matrix(reports: Reports, compared: Comparison, viewer: Viewer) -> Matrix:
    """The figures and icons of the places on the page in view, read in one go."""
    month, indicators = compared.month, compared.indicators
    codes = [place.code for place in compared.shown]
    series = reports.read_series(codes, indicators, get_signal_window(month), viewer)
    icons = reports.calculate_signals(series)
    now, before = get_rolling_year(month), get_rolling_year(month - 12)
    cells: dict[str, dict[str, MatrixCell]] = {code: {} for code in codes}
    for i in indicators:
        figures = calculate_figures(series, i, codes, now)
        earlier = calculate_figures(series, i, codes, before)
        out = find_outliers(figures, i, compared.city[i.code])
        for code, figure in figures.items():
            change = calculate_change(figure, earlier[code], i)
            bad = BAD_SIDES.get(i.better)
            level = out[code][1] if code in out and out[code][0] == bad else None
            cells[code][i.code] = MatrixCell(figure, icons[i.code, code], change, level)
    return Matrix(compared, cells, _worsening(compared, cells))


def find_outliers(
    figures: Mapping[str, Figure], indicator: Indicator, city: Figure
) -> dict[str, tuple[int, ConfidenceLevel]]:
    """The places strictly beyond the funnel limits about the city's figure: 1 above or -1 below,
    and the widest limits they are beyond. Only for percentages whose people are known.
    """
    if not has_funnel(indicator, city):
        return {}
    counted = {code: figure.sum for code, figure in figures.items() if is_counted(figure)}
    x = [added.numerator for added in counted.values()]
    n = [added.denominator for added in counted.values()]
    of_all = city.sum.numerator, city.sum.denominator
    found: dict[str, tuple[int, ConfidenceLevel]] = {}
    for level in (ConfidenceLevel.PERCENT_95, ConfidenceLevel.PERCENT_99_8):
        for code, side in zip(
            counted, find_beyond_limits(x, n, of_all, level).tolist(), strict=True
        ):
            if side:
                found[code] = side, level
    return found


def has_funnel(indicator: Indicator, city: Figure) -> bool:
    """Whether chance can be told of: people out of people, known for the whole."""
    return indicator.unit is Unit.PERCENT and is_counted(city)


def is_counted(figure: Figure) -> bool:
    """A figure of people, on enough months to be compared."""
    return figure.value is not None and figure.sum.counted and not figure.too_few_months


def _figures(series: Series, indicators: Iterable[Indicator], code: str) -> dict[str, Figure]:
    span = get_rolling_year(series.window.last)
    return {i.code: calculate_figure(series, i, code, span) for i in indicators}


def _groups(reports: Reports, service: str) -> tuple[tuple[Service, tuple[Indicator, ...]], ...]:
    catalogue = reports.catalogue
    services = {s.code: s for s in catalogue.dashboard_services}
    if service and service not in services:
        raise UserError(
            f"There is no service “{service}”.",
            remedy=f"The services are: {', '.join(services)}.",
        )
    found = (
        (s, tuple(i for i in catalogue.list_for_service(s.code) if i in catalogue.dashboard))
        for s in services.values()
    )
    return tuple((s, group) for s, group in found if group and service in ("", s.code))


def _places(
    reports: Reports, choice: ComparisonChoice, kinds: Sequence[LocalityKind], month: Month
) -> list[Locality]:
    places = reports.places
    if choice.by not in kinds:
        raise UserError(
            f"There are no {places.words[choice.by][1]} to compare.",
            remedy=f"Places that can be compared: {', '.join(kinds) or 'none yet'}.",
        )
    every = places.list_by_kind(choice.by, month)
    if not choice.hub:
        return every
    if places[choice.hub].kind is not LocalityKind.HUB:
        raise UserError(
            f"{places[choice.hub].name} is not a {places.words[LocalityKind.HUB][0]}.",
            remedy="Choose one from the list.",
        )
    within = {area.code for area in places.list_areas(choice.hub, month)}
    return [
        place
        for place in every
        if place.code == choice.hub
        or within & {area.code for area in places.list_areas(place.code, month)}
    ]


def _focus(
    every: Sequence[Indicator],
    indicators: Sequence[Indicator],
    asked: str,
    city: Mapping[str, Figure],
) -> Indicator:
    """The indicator asked for; else the one in which the city is furthest on the bad side of its
    target, in tolerances, so that percentages and rates can be told against each other.
    """
    known = {i.code: i for i in every}
    if asked and asked not in known:
        raise UserError(
            f"There is no indicator “{asked}” among those shown.",
            remedy=f"These are: {', '.join(i.code for i in indicators)}.",
        )
    # Who chooses another service in the form sends the indicator that was in view with it.
    if asked and known[asked] in indicators:
        return known[asked]
    return max(indicators, key=lambda i: measure_shortfall(i, city[i.code]))


def measure_shortfall(indicator: Indicator, figure: Figure) -> Fraction:
    """How far a figure is on the bad side of its target, in tolerances; without a verdict it is
    less far than any that has one.
    """
    if figure.verdict is None or figure.value is None or figure.target is None:
        return Fraction(-(10**9))
    standard = build_standard(indicator, figure.target)
    below = Fraction(standard.target) - figure.value
    return (below if indicator.better is Polarity.HIGHER else -below) / Fraction(standard.tolerance)


def _ordered(
    every: Iterable[Locality],
    figures: Mapping[str, Figure],
    focus: Indicator,
    choice: ComparisonChoice,
) -> list[Locality]:
    kept = [p for p in every if choice.verdict in (None, figures[p.code].verdict)]
    kept.sort(key=lambda place: place.name)
    if choice.order == "name":
        return kept
    # Worst first is lowest first, unless lower is better or neither is: then highest first.
    falling = (focus.better is Polarity.HIGHER) == (choice.order == "best")
    known = [(p, value) for p in kept if (value := figures[p.code].value) is not None]
    known.sort(key=lambda each: each[1], reverse=falling)
    return [p for p, _ in known] + [p for p in kept if figures[p.code].value is None]


def _gap(figures: Mapping[str, Figure], focus: Indicator) -> TargetGap | None:
    held = {
        code: (f.sum.numerator, f.sum.denominator, build_standard(focus, f.target))
        for code, f in figures.items()
        if f.verdict is not None and f.target is not None and f.sum.counted
    }
    return calculate_gap(held) if held and focus.unit is not Unit.COUNT else None


def _worsening(
    compared: Comparison, cells: Mapping[str, Mapping[str, MatrixCell]]
) -> tuple[tuple[Locality, Indicator, MatrixCell], ...]:
    """Special cause first, then a worse year, then the furthest from target."""
    found = [
        (place, i, cell)
        for place in compared.shown
        for i in compared.indicators
        if (cell := cells[place.code][i.code]).worse and cell.worsening
    ]
    found.sort(
        key=lambda each: (
            not each[2].concern,
            not (each[2].change and each[2].change.direction == "worse"),
            -measure_shortfall(each[1], each[2].figure),
        )
    )
    return tuple(found)
