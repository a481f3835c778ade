"""The matrix of a comparison: each place with each indicator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from indicators.access.permissions import Viewer
from indicators.domain.indicator import Indicator
from indicators.domain.localities import Locality
from indicators.domain.periods import get_rolling_year
from indicators.figures.change import calculate_changes
from indicators.figures.icons import get_signal_window
from indicators.figures.judge_figures import calculate_figures_at
from indicators.figures.target_standard import measure_shortfall
from indicators.reports.base import Reports
from indicators.reports.comparison import calculate_places_gap, order_places
from indicators.reports.comparison_models import Comparison, Matrix, MatrixCell
from indicators.reports.outliers import BAD_SIDES, find_outliers


def build_matrix(reports: Reports, compared: Comparison, viewer: Viewer) -> Matrix:
    """Return the figures and icons of the places on the page in view, read in one query."""
    month, indicators = compared.month, compared.indicators
    codes = [place.code for place in compared.shown]
    series = reports.read_series(codes, indicators, get_signal_window(month), viewer)
    icons = reports.calculate_signals(series)
    now, before = get_rolling_year(month), get_rolling_year(month - 12)
    cells: dict[str, dict[str, MatrixCell]] = {code: {} for code in codes}
    keys = [(i, code) for i in indicators for code in codes]
    asked = [(i, code, span) for i, code in keys for span in (now, before)]
    both = iter(calculate_figures_at(series, asked))
    years = [(now, before, i) for (i, _), now, before in zip(keys, both, both, strict=True)]
    out = find_outliers([(figure, i, compared.city[i.code]) for figure, _, i in years])
    changes = calculate_changes(years)
    for (i, code), (figure, _, _), change, (side, level) in zip(
        keys, years, changes, out, strict=True
    ):
        is_bad = side == BAD_SIDES.get(i.better)
        outside = level if is_bad else None
        cells[code][i.code] = MatrixCell(figure, icons[i.code, code], change, outside)
    return Matrix(compared, cells, _list_worsening(compared, cells))


def _list_worsening(
    compared: Comparison, cells: Mapping[str, Mapping[str, MatrixCell]]
) -> tuple[tuple[Locality, Indicator, MatrixCell], ...]:
    """Return special causes first, then a really worse year, then the furthest from target."""
    found = [
        (place, i, cell)
        for place in compared.shown
        for i in compared.indicators
        if (cell := cells[place.code][i.code]).worse and cell.worsening
    ]
    found.sort(
        key=lambda each: (
            not each[2].signal.is_concern,
            not (each[2].change and each[2].change.real_direction == "worse"),
            -measure_shortfall(each[1], each[2].figure),
        )
    )
    return tuple(found)


def limit_columns(matrix: Matrix, service: str) -> Matrix:
    """Return the matrix with the indicators of one service; places, order and gap stay the same."""
    compared = limit_groups(matrix.comparison, service)
    return Matrix(compared, matrix.cells, _list_worsening(compared, matrix.cells))


def limit_groups(compared: Comparison, service: str) -> Comparison:
    """Return the comparison with the indicators of one service, and all else as it is."""
    groups = tuple(group for group in compared.groups if group[0].code == service)
    return replace(compared, groups=groups)


def focus_on(matrix: Matrix, indicator: Indicator) -> Comparison:
    """Return the places on this page, worst first, with another indicator in view.

    It uses the figures of the matrix and reads no more. Only the gap of the indicator in view
    is that of all places.
    """
    compared = matrix.comparison
    figures = {p.code: matrix.cells[p.code][indicator.code].figure for p in compared.shown}
    choice = replace(compared.choice, indicator=indicator.code, verdict=None, order="worst", page=1)
    order = tuple(order_places(compared.shown, figures, indicator, choice))
    if indicator is compared.focus:
        return replace(compared, choice=choice, compared=order)
    return replace(
        compared,
        choice=choice,
        focus=indicator,
        every=compared.shown,
        compared=order,
        figures=figures,
        gap=calculate_places_gap(figures, indicator),
    )
