"""A native chart on an indicator's sheet of a pack: every place's figure, and the target."""

from __future__ import annotations

from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.worksheet.worksheet import Worksheet

from indicators.domain.core import Unit
from indicators.domain.indicator import Indicator

ROWS = 20
"""Rows of the sheet that a chart covers."""
_FIGURE, _TARGET = 2, 8
"""The columns of the sheet that are drawn."""
_BARS, _LINE = "005EB8", "212B32"


def add_chart(sheet: Worksheet, indicator: Indicator, heading: int, last: int, row: int) -> None:
    """Draw the rows below a heading, at a row further down."""
    bars = BarChart()
    bars.type, bars.title, bars.style = "col", indicator.name, 10
    bars.add_data(
        Reference(sheet, min_col=_FIGURE, min_row=heading, max_row=last), titles_from_data=True
    )
    bars.set_categories(Reference(sheet, min_col=1, min_row=heading + 1, max_row=last))
    bars.series[0].graphicalProperties.solidFill = _BARS
    axis: Any = bars.y_axis
    axis.number_format = "0%" if indicator.unit is Unit.PERCENT else "#,##0"
    axis.delete = bars.x_axis.delete = False
    bars.gapWidth, bars.legend.position = 60, "b"
    bars.width, bars.height = 30, 10
    if any(sheet.cell(at, _TARGET).value is not None for at in range(heading + 1, last + 1)):
        line = LineChart()
        line.add_data(
            Reference(sheet, min_col=_TARGET, min_row=heading, max_row=last), titles_from_data=True
        )
        drawn = line.series[0].graphicalProperties.line
        drawn.solidFill, drawn.dashStyle, drawn.width = _LINE, "dash", 19050
        line.series[0].marker.symbol = "none"
        bars += line
    sheet.add_chart(bars, f"A{row}")
