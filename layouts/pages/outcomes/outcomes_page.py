"""Outcomes: yearly outcomes, two years compared for chosen areas, counts by place and year."""

from __future__ import annotations

from collections.abc import Mapping

from indicators.domain.core import LocalityKind
from indicators.domain.errors import UserError
from indicators.domain.periods import Month, Period, parse_year
from indicators.reports import outcomes_report
from indicators.reports.base import Reports
from indicators.reports.outcome_models import YearsComparison
from layouts.pages.outcomes import outcome_charts
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text import outcome_labels

OWN = "own"
"""The `set` of a form with ticked areas; each ticked area is a parameter of the query."""
TICKED = "in-"
EVERY = "every"
KINDS = (LocalityKind.TEAM, LocalityKind.HUB, LocalityKind.AREA)


def register(site: Site) -> None:
    """Add the outcomes page."""
    areas = [place.code for place in site.reports.places.list_by_kind(LocalityKind.AREA)]

    def show(request: PageRequest) -> PageView:
        reports = request.reports
        years = outcomes_report.list_years_with_data(reports)
        yearly = outcomes_report.build_yearly_outcomes(reports, request.viewer)
        if not years and not yearly.years:
            return site.messages.show_nothing_loaded(request)
        return site.frame.render_page(
            "outcomes.html",
            request,
            title="Outcomes",
            shown=None,
            yearly=yearly,
            outcome_labels=outcome_labels,
            years=years,
            area_word=reports.places.words[LocalityKind.AREA][0],
            **(_build_progress_view(request, years) if years else {"progress": None, "untick": {}}),
            **(_build_counts_view(request) if years else {"sites": None}),
        )

    ticks = tuple(f"{TICKED}{code}" for code in areas)
    site.add("/outcomes", show, asks=("set", "from", "to", "rows", "count", "by", *ticks))


def _build_progress_view(request: PageRequest, years: tuple[Period, ...]) -> dict[str, object]:
    reports, query = request.reports, request.query
    chosen = read_chosen_set(reports, query)
    ticked = read_chosen_areas(reports, query, chosen)
    latest = _find_latest_month(reports, years)
    saved = reports.places.sets
    return {
        "progress": read_comparison(request),
        "ticked": set(ticked),
        "choices": [
            area
            for area in reports.places.list_by_kind(LocalityKind.AREA)
            if area.is_open(latest) or area.code in ticked
        ],
        "sets": [
            *((each.code, each.name) for each in saved.values()),
            (reports.places.city.code, f"All of {reports.places.city.name}"),
        ],
        "set_name": _name_set(reports, chosen, ticked),
        "chosen": chosen,
        "every": query.get("rows") == EVERY,
        "untick": {name: "" for name in query if name.startswith(TICKED)},
    }


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
        read_chosen_years(query, years, _find_latest_month(reports, years)),
        outcomes_report.list_comparable_indicators(reports)
        if every
        else reports.catalogue.progress,
        request.viewer,
    )


def _find_latest_month(reports: Reports, years: tuple[Period, ...]) -> Month:
    months = reports.find_months()
    return months.available[-1] if months else years[-1].ended


def read_chosen_set(reports: Reports, query: Mapping[str, str]) -> str:
    """Return the saved set, or OWN for ticked areas; the first set or the city by default."""
    chosen = query.get("set")
    if chosen == OWN:
        return OWN
    known = [*reports.places.sets, reports.places.city.code]
    if chosen and chosen not in known:
        raise UserError(
            f"There is no set of places “{chosen}”.", remedy=f"The sets are: {', '.join(known)}."
        )
    return chosen or known[0]


def read_chosen_areas(reports: Reports, query: Mapping[str, str], chosen: str) -> list[str]:
    """Return the compared centre areas, in the order of places.toml."""
    if chosen != OWN:
        return outcomes_report.list_set_areas(reports, chosen)
    areas = (place.code for place in reports.places.list_by_kind(LocalityKind.AREA))
    return [code for code in areas if query.get(f"{TICKED}{code}")]


def read_chosen_years(
    query: Mapping[str, str], years: tuple[Period, ...], latest: Month
) -> tuple[Period, Period]:
    """Return the two chosen years; by default the first and the last complete one."""
    whole = [year for year in years if year.ended <= latest]
    later = parse_year(query["to"]) if query.get("to") else (whole or years)[-1]
    earlier = years[0] if years[0].ended < later.ended else Period(later.ended - 12, 12)
    return (parse_year(query["from"]) if query.get("from") else earlier), later


def _name_set(reports: Reports, chosen: str, ticked: list[str]) -> str:
    """Return the saved set's name, also if exactly its areas are ticked; empty otherwise."""
    if chosen == reports.places.city.code:
        return f"All of {reports.places.city.name}"
    for code, each in reports.places.sets.items():
        if chosen == code or set(ticked) == set(outcomes_report.list_set_areas(reports, code)):
            return each.name
    return ""


def _build_counts_view(request: PageRequest) -> dict[str, object]:
    reports, query = request.reports, request.query
    counted = {indicator.code: indicator for indicator in reports.catalogue.counts_by_year}
    kinds = [kind for kind in KINDS if reports.places.list_by_kind(kind)]
    if not counted or not kinds:
        return {"sites": None}
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
    sites = outcomes_report.build_counts_by_site(
        reports, counted[code], LocalityKind(by), request.viewer
    )
    return {
        "sites": sites,
        "chart": outcome_charts.build_site_chart(sites),
        "by_site_id": outcome_charts.TABLE,
        "counted": list(counted.values()),
        "kinds": [(kind, reports.places.words[kind]) for kind in kinds],
        "by": by,
    }
