"""Places side by side: which, in what order, and the matrix of all their indicators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from indicators.access.permissions import Viewer
from indicators.domain.catalogue import Service
from indicators.domain.core import LocalityKind, Polarity, Unit
from indicators.domain.errors import UserError
from indicators.domain.indicator import Indicator
from indicators.domain.localities import Locality
from indicators.domain.periods import Month, get_rolling_year
from indicators.figures.figure import Figure
from indicators.figures.judge_figures import calculate_figures, calculate_indicator_figures
from indicators.figures.series import MonthWindow, Series
from indicators.figures.target_standard import build_standard, measure_shortfall
from indicators.reports.base import Reports
from indicators.reports.comparison_models import COMPARED, Comparison, ComparisonChoice
from indicators.reports.overview.more_headings import (
    find_heading,
    find_last_sent,
    group_by_heading,
    require_unpublished,
)
from indicators.stats.target_gap import TargetGap, calculate_gap


def build_comparison(
    reports: Reports, asked: Month | None, choice: ComparisonChoice, viewer: Viewer
) -> Comparison | None:
    """Return the comparison, in order, or None while nothing is loaded.

    Only the indicator in view is read for all places, and only its 12 months.
    """
    reports = reports.limit_to(viewer)
    if choice.indicator in reports.scope.whole.indicators:
        reports.scope.require_indicator(choice.indicator)
    heading = _choose_heading(reports, choice)
    months = reports.find_months(asked)
    if months is None:
        return None
    month = _choose_month(reports, heading, choice.indicator, months.shown)
    arranged = reports.get_areas_month(month)
    kinds = reports.list_kinds(arranged, COMPARED)
    monthly = _list_groups(reports, choice.service)
    groups = _list_groups_under(reports, heading) if heading else monthly
    indicators = [indicator for _, group in groups for indicator in group]
    window = MonthWindow(month - 11, month)
    city = _calculate_city_figures(
        reports.read_city_series(indicators, window, viewer), indicators, reports.places.city.code
    )
    focus = _choose_indicator(_list_choosable(reports), indicators, choice.indicator, city)
    every = _list_places(reports, choice, kinds, arranged)
    span = get_rolling_year(month)
    series = reports.read_series([p.code for p in every], [focus], window, viewer)
    figures = calculate_figures(series, focus, [place.code for place in every], span)
    elsewhere = reports.places.list_by_kind(LocalityKind.BENCHMARK)
    benchmark_series = reports.read_series([p.code for p in elsewhere], indicators, window, viewer)
    return Comparison(
        months,
        month,
        heading,
        choice,
        kinds,
        tuple(reports.list_places(LocalityKind.HUB, arranged)),
        groups,
        (*((s.name, group) for s, group in monthly), *_list_headings(reports, choice.service)),
        focus,
        tuple(every),
        tuple(order_places(every, figures, focus, choice)),
        figures,
        reports.places.city,
        city,
        tuple(_list_benchmarks(benchmark_series, indicators, elsewhere)),
        calculate_places_gap(figures, focus),
    )


def _calculate_city_figures(
    series: Series, indicators: Iterable[Indicator], code: str
) -> dict[str, Figure]:
    span = get_rolling_year(series.window.last)
    return calculate_indicator_figures(series, indicators, code, span)


def _list_benchmarks(
    series: Series, indicators: Sequence[Indicator], elsewhere: Iterable[Locality]
) -> Iterator[tuple[Locality, dict[str, Figure]]]:
    """Yield the benchmarks of which there is a figure."""
    for place in elsewhere:
        figures = _calculate_city_figures(series, indicators, place.code)
        if any(figure.value is not None for figure in figures.values()):
            yield place, figures


def _list_groups(
    reports: Reports, service: str
) -> tuple[tuple[Service, tuple[Indicator, ...]], ...]:
    catalogue = reports.catalogue
    if service:
        reports.scope.require_service(service)
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


def _choose_heading(reports: Reports, choice: ComparisonChoice) -> str:
    """Return the heading of the indicator asked for, or "" for those that are sent each month.

    Who chooses a service in the form sends the indicator that was in view: it may be of another.
    Raises NotPublishedError for those who see only what was published.
    """
    asked = reports.catalogue.indicators.get(choice.indicator)
    if asked is None or choice.service not in ("", asked.service):
        return ""
    heading = find_heading(asked)
    if heading:
        require_unpublished(reports)
    return heading


def _choose_month(reports: Reports, heading: str, indicator: str, shown: Month) -> Month:
    """Return the month with which the 12 months end."""
    if not heading:
        return shown
    return find_last_sent(reports, [reports.catalogue.indicator(indicator)], shown) or shown


def _list_groups_under(
    reports: Reports, heading: str
) -> tuple[tuple[Service, tuple[Indicator, ...]], ...]:
    """Return the indicators under a heading by service."""
    found = group_by_heading(reports.catalogue)[heading]
    services = reports.catalogue.services.values()
    by_service = ((s, tuple(i for i in found if i.service == s.code)) for s in services)
    return tuple((service, group) for service, group in by_service if group)


def _list_headings(reports: Reports, service: str) -> Iterator[tuple[str, tuple[Indicator, ...]]]:
    """Yield the indicators of each heading that can be chosen."""
    if reports.scope.sees_only_published:
        return
    for heading, every in group_by_heading(reports.catalogue).items():
        group = tuple(i for i in every if service in ("", i.service))
        if group:
            yield heading, group


def _list_choosable(reports: Reports) -> list[Indicator]:
    catalogue = reports.catalogue
    return [*catalogue.dashboard, *catalogue.more, *catalogue.outcomes]


def _list_places(
    reports: Reports, choice: ComparisonChoice, kinds: Sequence[LocalityKind], month: Month
) -> list[Locality]:
    places = reports.places
    if choice.by not in kinds:
        raise UserError(
            f"There are no {places.words[choice.by][1]} to compare.",
            remedy=f"Places that can be compared: {', '.join(kinds) or 'none yet'}.",
        )
    every = reports.list_places(choice.by, month)
    if not choice.hub:
        return every
    reports.scope.require_place(choice.hub)
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


def _choose_indicator(
    every: Sequence[Indicator],
    indicators: Sequence[Indicator],
    asked: str,
    city: Mapping[str, Figure],
) -> Indicator:
    """Return the indicator asked for, or the one furthest on the bad side of its target.

    The distance is that of the city in tolerances, so that percentages and rates can be compared.
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


def order_places(
    every: Iterable[Locality],
    figures: Mapping[str, Figure],
    focus: Indicator,
    choice: ComparisonChoice,
) -> list[Locality]:
    """Return the places with the chosen verdict, in the chosen order, without figures last."""
    kept = [p for p in every if choice.verdict in (None, figures[p.code].verdict)]
    kept.sort(key=lambda place: place.name)
    if choice.order == "name":
        return kept
    # Worst first is lowest first, unless lower is better or neither is: then highest first.
    falling = (focus.better is Polarity.HIGHER) == (choice.order == "best")
    known = [(p, value) for p in kept if (value := figures[p.code].value) is not None]
    known.sort(key=lambda each: each[1], reverse=falling)
    return [p for p, _ in known] + [p for p in kept if figures[p.code].value is None]


def calculate_places_gap(figures: Mapping[str, Figure], focus: Indicator) -> TargetGap | None:
    """Return the gap to target of all places with a verdict, or None for counts."""
    targets = {id(f.target): f.target for f in figures.values() if f.target is not None}
    standards = {at: build_standard(focus, target) for at, target in targets.items()}
    held = {
        code: (f.sum.numerator, f.sum.denominator, standards[id(f.target)])
        for code, f in figures.items()
        if f.verdict is not None and f.target is not None and f.sum.counted
    }
    return calculate_gap(held) if held and focus.unit is not Unit.COUNT else None
