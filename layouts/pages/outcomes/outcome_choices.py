"""What the address of the outcomes page chooses: the areas, years and rows to compare."""

from __future__ import annotations

from collections.abc import Mapping

from indicators.domain.core import LocalityKind
from indicators.domain.errors import UserError
from indicators.domain.periods import Month, Period, parse_year
from indicators.domain.places import PlaceSet
from indicators.reports import outcomes_report
from indicators.reports.base import Reports
from indicators.reports.outcome_models import CountsBySite, YearsComparison
from layouts.site.page_request import PageRequest

OWN = "own"
"""The `set` of a form with ticked areas; each ticked area is a parameter of the query."""
TICKED = "in-"
EVERY = "every"
COUNT_KINDS = (LocalityKind.TEAM, LocalityKind.HUB, LocalityKind.AREA)


def read_comparison(request: PageRequest) -> YearsComparison:
    """Return the comparison chosen in the address. UserError without any data."""
    reports, query = request.reports, request.query
    years = outcomes_report.list_years_with_data(reports)
    if not years:
        raise UserError("Nothing has been loaded yet.", remedy="Load extracts first.")
    every = query.get("rows") == EVERY
    return outcomes_report.compare_years(
        reports,
        read_chosen_areas(reports, query, read_chosen_set(reports, query)),
        read_chosen_years(query, years, find_latest_month(reports, years)),
        outcomes_report.list_comparable_indicators(reports)
        if every
        else reports.catalogue.progress,
        request.viewer,
    )


def find_latest_month(reports: Reports, years: tuple[Period, ...]) -> Month:
    """Return the latest month with data, or the end of the last year."""
    months = reports.find_months()
    return months.available[-1] if months else years[-1].ended


def list_sets(reports: Reports) -> dict[str, PlaceSet]:
    """Return the saved sets of which the viewer is shown every place."""
    shown = reports.scope.choose_places(reports.places.localities.values())
    codes = {place.code for place in shown}
    return {code: each for code, each in reports.places.sets.items() if codes >= {*each.places}}


def read_chosen_set(reports: Reports, query: Mapping[str, str]) -> str:
    """Return the saved set, or OWN for ticked areas; the first set or the city by default."""
    chosen = query.get("set")
    if chosen == OWN:
        return OWN
    known = [*list_sets(reports), reports.places.city.code]
    if chosen and chosen not in known:
        raise UserError(
            f"There is no set of places “{chosen}”.", remedy=f"The sets are: {', '.join(known)}."
        )
    return chosen or known[0]


def read_chosen_areas(reports: Reports, query: Mapping[str, str], chosen: str) -> list[str]:
    """Return the compared centre areas, in the order of places.toml."""
    if chosen != OWN:
        return outcomes_report.list_set_areas(reports, chosen)
    areas = (place.code for place in reports.list_places(LocalityKind.AREA))
    return [code for code in areas if query.get(f"{TICKED}{code}")]


def read_chosen_years(
    query: Mapping[str, str], years: tuple[Period, ...], latest: Month
) -> tuple[Period, Period]:
    """Return the two chosen years; by default the first and the last complete one."""
    whole = [year for year in years if year.ended <= latest]
    later = parse_year(query["to"]) if query.get("to") else (whole or years)[-1]
    earlier = years[0] if years[0].ended < later.ended else Period(later.ended - 12, 12)
    return (parse_year(query["from"]) if query.get("from") else earlier), later


def list_count_kinds(reports: Reports) -> list[LocalityKind]:
    """Return the kinds of places by which counts can be shown."""
    return list(reports.list_kinds(None, COUNT_KINDS))


def read_counts(request: PageRequest) -> CountsBySite | None:
    """Return the count chosen in the address, by place and year; None if there is no count.

    UserError for an unknown count or kind.
    """
    reports, query = request.reports, request.query
    counted = {indicator.code: indicator for indicator in reports.catalogue.counts_by_year}
    kinds = list_count_kinds(reports)
    if not counted or not kinds:
        return None
    code = query.get("count") or next(iter(counted))
    if code not in counted:
        raise UserError(
            f"There is no count “{code}”.", remedy=f"The counts are: {', '.join(counted)}."
        )
    by = query.get("by") or kinds[0]
    if by not in kinds:
        raise UserError(
            f"There are no places of the kind “{by}”.",
            remedy=f"The kinds are: {', '.join(kinds)}.",
        )
    return outcomes_report.build_counts_by_site(
        reports, counted[code], LocalityKind(by), request.viewer
    )
