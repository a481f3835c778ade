"""Compare: places side by side, for commissioners; every choice is in the address."""

from __future__ import annotations

from typing import Any

from indicators.access.permissions import Permission
from indicators.reports.benchmarking import (
    calculate_standings,
    list_baselines,
)
from indicators.reports.comparison import build_comparison
from indicators.reports.comparison_matrix import build_matrix, limit_groups
from indicators.reports.comparison_models import Comparison
from indicators.reports.outliers import has_funnel
from layouts.charts.image_source import describe_image_source
from layouts.pages.compare import compare_tables
from layouts.pages.compare.compare_charts import build_funnel_chart, build_order_chart
from layouts.pages.compare.compare_choices import (
    read_baseline_changes,
    read_choice,
    read_choice_of,
)
from layouts.pages.compare.compare_view import VIEWS, list_matrix_parts, render_view
from layouts.pages.compare.place_map import build_map
from layouts.site.numbers import require_page
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text import comparison_text

ASKS = (
    "view",
    "by",
    "service",
    "hub",
    "verdict",
    "indicator",
    "sort",
    "page",
    "baseline",
    "columns",
)


def register(site: Site) -> None:
    """Add the compare page."""

    def show(request: PageRequest) -> PageView:
        view = read_choice_of(request.query, "view", VIEWS, "matrix")
        compared = build_comparison(
            request.reports, request.month, read_choice(request, view), request.viewer
        )
        if compared is None:
            return site.messages.show_nothing_loaded(request)
        if not compared.months.has_data:
            return site.messages.show_no_such_month(request, compared.months)
        require_page(compared.choice.page, compared.pages)
        words = site.reports.places.words[compared.choice.by]
        parts = _PARTS[view](request, compared, words)
        return render_view(site.frame, request, view, {"compared": compared, **parts})

    tables = {
        compare_tables.MATRIX: compare_tables.build_matrix_table,
        compare_tables.WORSENING: compare_tables.build_worsening_table,
        compare_tables.STANDINGS: compare_tables.build_standings_table,
        compare_tables.CHANGE: compare_tables.build_change_table,
    }
    site.add(
        "/compare", show, needs=Permission.VIEW_FIGURES, asks=ASKS, tables=tables, has_notes=True
    )


def _build_matrix_view(
    request: PageRequest, compared: Comparison, _words: tuple[str, str]
) -> dict[str, Any]:
    """Return the matrix, with the columns of one service where the address has `columns`.

    Places, order and summary stay the same, unlike with `service`: a wide matrix is printed in
    parts.
    """
    only = read_choice_of(request.query, "columns", [s.code for s, _ in compared.groups], "")
    if only:
        compared = limit_groups(compared, only)
    matrix = build_matrix(request.reports, compared, request.viewer)
    return list_matrix_parts(request, matrix)


def _build_funnel_view(
    request: PageRequest, compared: Comparison, words: tuple[str, str]
) -> dict[str, Any]:
    standings = calculate_standings(compared)
    caption = comparison_text.describe_funnel(compared, standings)
    drawn = has_funnel(compared.focus, compared.city[compared.focus.code]) and any(
        s.interval for s in standings
    )
    shown = comparison_text.count_places(len(standings), words)
    alt = f"Funnel plot of {compared.focus.name} in {shown}. {caption}"
    return {
        "standings": standings,
        "caption": caption,
        "drawing": build_funnel_chart(
            compared, standings, alt, describe_image_source(request.reports, request.day)
        )
        if drawn
        else None,
    }


def _build_order_view(
    request: PageRequest, compared: Comparison, words: tuple[str, str]
) -> dict[str, Any]:
    standings = calculate_standings(compared)
    shown = {place.code for place in compared.shown}
    on_page = [s for s in standings if s.place.code in shown]
    caption = comparison_text.describe_order_chart(compared, standings)
    counted = comparison_text.count_places(len(on_page), words)
    alt = f"{compared.focus.name} in {counted}, in order. {caption}"
    drawn = any(s.figure.value is not None for s in on_page)
    return {
        "standings": standings,
        "caption": caption,
        "drawing": build_order_chart(
            compared, on_page, alt, describe_image_source(request.reports, request.day)
        )
        if drawn
        else None,
    }


def _build_map_view(
    request: PageRequest, compared: Comparison, _words: tuple[str, str]
) -> dict[str, Any]:
    places, month = request.reports.places, request.reports.get_areas_month(compared.month)
    areas = {
        place.code: [area.code for area in places.list_areas(place.code, month)]
        for place in compared.compared
    }
    return {
        "standings": calculate_standings(compared),
        "map": build_map(compared.compared, places.shapes, areas),
        "caption": comparison_text.describe_map(compared),
        "under": _describe_source(request),
    }


def _build_change_view(
    request: PageRequest, compared: Comparison, words: tuple[str, str]
) -> dict[str, Any]:
    found = read_baseline_changes(request, compared)
    if found is None:
        return {"baseline": None, "baselines": ()}
    return {
        "compared": found.compared,
        "baseline": found.baseline,
        "baselines": list_baselines(compared),
        "moved": found.moved,
        "whole_moved": found.whole,
        "caption": comparison_text.describe_baseline_change(found.moved, words),
    }


def _describe_source(request: PageRequest) -> str:
    return describe_image_source(request.reports, request.day)


_PARTS = {
    "matrix": _build_matrix_view,
    "funnel": _build_funnel_view,
    "order": _build_order_view,
    "map": _build_map_view,
    "change": _build_change_view,
}
