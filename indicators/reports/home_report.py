"""The home page: a card for each team, what its verdicts are and which of them turned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from indicators.access.permissions import Viewer
from indicators.domain.core import LocalityKind, Verdict
from indicators.domain.errors import UserError
from indicators.domain.indicator import Indicator
from indicators.domain.localities import Locality
from indicators.domain.periods import Month, get_rolling_year
from indicators.figures.figure import Figure
from indicators.figures.judge_figures import calculate_figures_at
from indicators.figures.month_choice import MonthChoice
from indicators.figures.series import MonthWindow
from indicators.reports.base import Reports
from indicators.reports.models import HomeReport, TeamCard, VerdictTurn

MOST_ON_ONE_PAGE = 24
"""Up to so many places are all on one page, where the browser searches them as one types."""
CARDS_ON_PAGE = 12
"""Cards on each page where there are more: three columns of four."""


def build_home_report(
    reports: Reports,
    asked: Month | None,
    viewer: Viewer,
    by: LocalityKind | None = None,
    page: int | None = None,
) -> HomeReport | None:
    """Return a card for each place of a kind, of one page or, without `page`, of all.

    Without `by` these are the teams, or the areas if there are none, or only the city. The viewer's
    own team is first. Raises UserError for a page that there is not.
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
    every = reports.list_places(kind, arranged)
    own_first = sorted(every, key=lambda place: place.code != viewer.team)
    pages = -(-len(every) // CARDS_ON_PAGE) if len(every) > MOST_ON_ONE_PAGE else 1
    if page is not None and page > pages:
        many = "There is one page." if pages == 1 else f"There are {pages} pages."
        raise UserError(f"There is no page {page}.", remedy=many)
    shown = own_first
    if page is not None and pages > 1:
        shown = own_first[(page - 1) * CARDS_ON_PAGE : page * CARDS_ON_PAGE]
    return HomeReport(
        months,
        months.previous,
        reports.list_arrivals(month),
        _build_cards(reports, shown, months, arranged, viewer),
        kind,
        kinds,
        len(every),
        page or 1,
        pages,
    )


def _build_cards(
    reports: Reports,
    shown: Sequence[Locality],
    months: MonthChoice,
    arranged: Month,
    viewer: Viewer,
) -> tuple[TeamCard, ...]:
    groups = {
        p.code: tuple(reports.scope.choose_places(reports.places.list_areas(p.code, arranged)))
        for p in shown
    }
    indicators = reports.catalogue.dashboard
    month, before = months.shown, months.previous
    window = MonthWindow((before or month) - 11, month)
    series = reports.read_series(groups, indicators, window, viewer)
    codes = list(groups)
    spans = [get_rolling_year(at) for at in (month, before) if at]
    asked = [(i, code, span) for code in codes for i in indicators for span in spans]
    figures = iter(calculate_figures_at(series, asked))
    cards = []
    for place in shown:
        found = [(i, next(figures), next(figures) if before else None) for i in indicators]
        cards.append(_build_card(place, groups[place.code], found))
    return tuple(cards)


def _build_card(
    place: Locality,
    areas: tuple[Locality, ...],
    figures: Iterable[tuple[Indicator, Figure, Figure | None]],
) -> TeamCard:
    """Return a card from the figure of each indicator, now and in the month before."""
    counted: Counter[Verdict] = Counter()
    without_verdict, turns = 0, []
    for indicator, figure, was in figures:
        before = was.verdict if was else None
        if figure.verdict:
            counted[figure.verdict] += 1
        elif figure.value is not None and figure.target is not None:
            without_verdict += 1
        if figure.verdict and before and figure.verdict is not before:
            turns.append(VerdictTurn(indicator, before, figure.verdict))
    return TeamCard(place, areas, counted, without_verdict, tuple(turns))
