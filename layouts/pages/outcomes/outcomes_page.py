"""Outcomes: yearly outcomes, two years compared for chosen areas, counts by place and year."""

from __future__ import annotations

from indicators.access.permissions import Permission
from indicators.domain.core import LocalityKind
from indicators.domain.periods import Period
from indicators.reports import outcomes_report
from indicators.reports.base import Reports
from layouts.charts.image_source import describe_image_source
from layouts.pages.outcomes import outcome_charts, outcome_tables
from layouts.pages.outcomes.outcome_choices import (
    EVERY,
    TICKED,
    find_latest_month,
    list_count_kinds,
    list_sets,
    read_chosen_areas,
    read_chosen_set,
    read_comparison,
    read_counts,
)
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text import outcome_labels

TABLES = {
    outcome_tables.YEARLY: outcome_tables.build_yearly_table,
    outcome_tables.COMPARED: outcome_tables.build_compared_table,
    outcome_tables.COUNTS: outcome_tables.build_counts_table,
}


def register(site: Site) -> None:
    """Add the outcomes page."""

    def show(request: PageRequest) -> PageView:
        reports = request.reports
        if reports.scope.sees_only_published:
            return site.messages.show_not_shared(request)
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

    site.add(
        "/outcomes",
        show,
        needs=Permission.VIEW_FIGURES,
        asks=("set", "from", "to", "rows", "count", "by", f"{TICKED}*"),
        tables=TABLES,
    )


def _build_progress_view(request: PageRequest, years: tuple[Period, ...]) -> dict[str, object]:
    reports, query = request.reports, request.query
    chosen = read_chosen_set(reports, query)
    ticked = read_chosen_areas(reports, query, chosen)
    latest = find_latest_month(reports, years)
    saved = list_sets(reports)
    return {
        "progress": read_comparison(request),
        "ticked": set(ticked),
        "choices": [
            area
            for area in reports.list_places(LocalityKind.AREA)
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


def _name_set(reports: Reports, chosen: str, ticked: list[str]) -> str:
    """Return the saved set's name, also if exactly its areas are ticked; empty otherwise."""
    if chosen == reports.places.city.code:
        return f"All of {reports.places.city.name}"
    for code, each in list_sets(reports).items():
        if chosen == code or set(ticked) == set(outcomes_report.list_set_areas(reports, code)):
            return each.name
    return ""


def _build_counts_view(request: PageRequest) -> dict[str, object]:
    sites, reports = read_counts(request), request.reports
    if sites is None:
        return {"sites": None}
    kinds = list_count_kinds(reports)
    return {
        "sites": sites,
        "chart": outcome_charts.build_site_chart(
            sites, describe_image_source(request.reports, request.day)
        ),
        "by_site_id": outcome_charts.TABLE,
        "counted": reports.catalogue.counts_by_year,
        "kinds": [(kind, reports.places.words[kind]) for kind in kinds],
        "by": request.query.get("by") or kinds[0],
    }
