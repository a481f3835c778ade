"""The views of the compare page, as pages and as parts of a pack."""

from __future__ import annotations

from collections import Counter
from typing import Any

from indicators.domain.core import Polarity
from indicators.reports.actions.place_actions import count_open_actions
from indicators.reports.comparison_models import Comparison, Matrix
from layouts.pages.compare.matrix_cells import write_cells
from layouts.site.page_frame import PageFrame
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.text import comparison_text

VIEWS = {
    "matrix": "Matrix",
    "funnel": "Funnel",
    "order": "Order",
    "map": "Map",
    "change": "Change",
}
_NAMED = {view: f": {name.lower()}" for view, name in VIEWS.items() if view != "matrix"}
"""What a view's title adds, so that each has its own."""


def render_view(
    frame: PageFrame, request: PageRequest, view: str, parts: dict[str, Any]
) -> PageView:
    """Return a view of the compare page, filled in with its own parts and what is `compared`."""
    compared: Comparison = parts["compared"]
    words = request.reports.places.words[compared.choice.by]
    return frame.render_page(
        f"compare_{view}.html",
        request,
        title=f"Compare {words[1]}{_NAMED.get(view, '')}",
        shown=compared.months,
        comparison_text=comparison_text,
        word=words,
        view=view,
        views=VIEWS,
        fixed=_list_fixed_fields(request, view),
        directed=compared.focus.better is not Polarity.NEITHER,
        **parts,
    )


def _list_fixed_fields(request: PageRequest, view: str) -> dict[str, str]:
    """Return what the form passes on: everything except its own fields and the page."""
    own = {"by", "service", "hub", "verdict", "indicator", "sort", "page", "month"}
    if view == "change":
        own.add("baseline")
    return {name: value for name, value in request.query.items() if name not in own}


def list_matrix_parts(request: PageRequest, matrix: Matrix) -> dict[str, Any]:
    """Return what the view of a matrix is filled in with."""
    compared = matrix.comparison
    return {
        "matrix": matrix,
        "compared": compared,
        "write_cells": write_cells,
        "open_actions": count_worsening_actions(request, compared, matrix),
    }


def count_worsening_actions(
    request: PageRequest, compared: Comparison, matrix: Matrix
) -> Counter[tuple[str, str]]:
    """Return the open actions of the places that are worse and worsening."""
    places = list({place.code: place for place, _, _ in matrix.worsening}.values())
    return count_open_actions(request.reports, places, compared.months.latest, request.viewer)
