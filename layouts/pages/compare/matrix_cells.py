"""The cells of a row of the matrix as markup.

A page has 3,000 of them, and macros take several times as long.
"""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup as SafeHtml
from markupsafe import escape

from indicators.domain.indicator import Indicator
from indicators.reports.comparison_models import Comparison, MatrixCell
from layouts.charts.figure_markup import write_short_figure, write_short_mark, write_short_ring


def write_cells(compared: Comparison, cells: Mapping[str, MatrixCell], query: str) -> SafeHtml:
    """Return the cells of a place, each a link to its months. `query` names place and month."""
    end = escape(query)
    return SafeHtml("").join(
        _write_cell(cells[indicator.code], indicator, end, is_first=at == 0)
        for _, group in compared.groups
        for at, indicator in enumerate(group)
    )


def _write_cell(cell: MatrixCell, indicator: Indicator, end: SafeHtml, is_first: bool) -> SafeHtml:
    figure = cell.figure
    return SafeHtml(  # noqa: S704 - all parts are escaped
        f'<td class="v-{figure.verdict or "none"}{" g" if is_first else ""}">'
        f'<a href="/indicator/{escape(indicator.code)}{end}">'
        f"{write_short_figure(figure, indicator)}"
        f"<i>{write_short_mark(figure.verdict)}{write_short_ring(cell.signal.icon)}</i></a></td>"
    )
