"""The home page: a card for each team, what its verdicts are and which of them turned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from indicators.access.permissions import Viewer
from indicators.domain.core import LocalityKind, Verdict
from indicators.domain.indicator import Indicator
from indicators.domain.localities import Locality
from indicators.domain.periods import Month, get_rolling_year
from indicators.figures.judge_figures import calculate_figure
from indicators.figures.series import MonthWindow, Series
from indicators.reports.base import Reports
from indicators.reports.models import HomeReport, TeamCard, VerdictTurn


def build_home_report(
    reports: Reports, asked: Month | None, viewer: Viewer, by: LocalityKind | None = None
) -> HomeReport | None:
    """Return a card for each place of a kind.

    Without `by` these are the teams, or the areas if there are none, or only the city. The viewer's
    own team is first.
    """
    reports = reports.limit_to(viewer)
    months = reports.find_months(asked)
    if months is None:
        return None
    month = months.shown
    arranged = reports.get_areas_month(month)
    with_areas = reports.places.list_kinds_with_areas(
        arranged, (LocalityKind.TEAM, LocalityKind.HUB)
    )
    kinds = reports.list_kinds(arranged, with_areas)
    kind = by if by in kinds else reports.home_kind
    shown = reports.list_places(kind, arranged)
    own_first = sorted(shown, key=lambda place: place.code != viewer.team)
    groups = {
        p.code: tuple(reports.scope.choose_places(reports.places.list_areas(p.code, arranged)))
        for p in own_first
    }
    indicators = reports.catalogue.dashboard
    before = months.previous
    window = MonthWindow((before or month) - 11, month)
    series = reports.read_series(groups, indicators, window, viewer)
    cards = tuple(
        _build_card(reports.places[code], areas, indicators, series, (before, month))
        for code, areas in groups.items()
    )
    return HomeReport(months, before, reports.list_arrivals(month), cards, kind, kinds)


def _build_card(
    place: Locality,
    areas: tuple[Locality, ...],
    indicators: Sequence[Indicator],
    series: Series,
    months: tuple[Month | None, Month],
) -> TeamCard:
    counted: Counter[Verdict] = Counter()
    without_verdict, turns = 0, []
    for indicator in indicators:
        before, month = months
        now = calculate_figure(series, indicator, place.code, get_rolling_year(month))
        was = before and calculate_figure(series, indicator, place.code, get_rolling_year(before))
        if now.verdict:
            counted[now.verdict] += 1
        elif now.value is not None and now.target is not None:
            without_verdict += 1
        if now.verdict and was and was.verdict and now.verdict is not was.verdict:
            turns.append(VerdictTurn(indicator, was.verdict, now.verdict))
    return TeamCard(place, areas, counted, without_verdict, tuple(turns))
