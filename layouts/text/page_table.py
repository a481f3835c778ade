"""A table of a page as cells: what its CSV and its workbook are written from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.domain.catalogue_parts.indicator_parts import Target
from indicators.domain.indicator import Indicator
from indicators.domain.periods import Period
from indicators.figures.figure import Figure
from indicators.reports.models import DashboardRow
from layouts.text import labels


@dataclass(frozen=True, slots=True)
class NumberCell:
    """A number, with the decimals and the unit it is shown with."""

    value: Decimal
    indicator: Indicator


@dataclass(frozen=True, slots=True)
class VerdictCell:
    """The verdict of a figure, or why it has none."""

    figure: Figure


Cell = str | int | Decimal | NumberCell | VerdictCell
"""A Decimal is written with the decimals it has."""


@dataclass(frozen=True, slots=True)
class TableSource:
    """The places, indicators and months whose loads the figures of a table come from."""

    places: Sequence[str]
    indicators: Sequence[Indicator]
    span: Period


@dataclass(frozen=True, slots=True)
class PageTable:
    """One table of a page: the same rows, figures and words.

    `name` is the start of the file's name and `period` the months of the figures, in words. A
    table too wide for paper prints its first `printed` columns on one page. A table without figures
    has no `source`.
    """

    title: str
    name: str
    period: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    source: TableSource | None = None
    notes: tuple[str, ...] = ()
    printed: int = 0


def build_figure_cell(figure: Figure, indicator: Indicator) -> Cell:
    """Return the figure as it is shown, or its mark."""
    if figure.shown is None:
        return labels.format_figure(figure, indicator)
    return NumberCell(figure.shown, indicator)


def build_target_cell(target: Target | None, indicator: Indicator) -> Cell:
    """Return the target as a number; as words if it is for a span of its own."""
    if target is None or target.per:
        return labels.format_target(target, indicator)
    return NumberCell(target.value, indicator)


def build_verdict_cells(figure: Figure, indicator: Indicator) -> tuple[Cell, Cell]:
    """Return the figure and its verdict."""
    return build_figure_cell(figure, indicator), VerdictCell(figure)


def build_count_cells(figure: Figure, indicator: Indicator) -> tuple[Cell, Cell]:
    """Return the numerator and the denominator; empty where the page shows neither."""
    if not figure.sum.counted or not labels.format_counts(figure, indicator):
        return "", ""
    return figure.sum.numerator, figure.sum.denominator


YEAR_HEADINGS = ("12 months", "Verdict", "Numerator", "Denominator")
CHANGE_HEADINGS = ("Change since last year", "Is the change real?")


def build_year_cells(row: DashboardRow) -> tuple[Cell, ...]:
    """Return the cells under `YEAR_HEADINGS`."""
    counts = build_count_cells(row.rolling, row.indicator)
    return (*build_verdict_cells(row.rolling, row.indicator), *counts)


def build_standing_cells(row: DashboardRow) -> tuple[Cell, ...]:
    """Return the target, the figure of the city, and the cells under `CHANGE_HEADINGS`."""
    return (
        build_target_cell(row.target, row.indicator),
        build_figure_cell(row.city, row.indicator),
        labels.format_change(row.change, row.indicator),
        labels.explain_change_test(row.change),
    )


def join_notes(lines: Iterable[str]) -> str:
    """Return the notes of a row in one cell."""
    return "; ".join(lines)


def list_figure_notes(place: str, figures: Iterable[tuple[Indicator, Figure]]) -> tuple[str, ...]:
    """Return what is missing from the figures of a row of a matrix, each with its place."""
    return tuple(
        f"{place}, {indicator.name}: {note}"
        for indicator, figure in figures
        if (note := join_notes(labels.list_coverage_notes(figure)))
    )


def list_matrix_headings(indicators: Iterable[Indicator]) -> list[str]:
    """Return the headings of a figure and a verdict for each indicator."""
    return [name for i in indicators for name in (i.name, f"{i.name}: verdict")]


def list_matrix_cells(figures: Mapping[str, Figure], indicators: Iterable[Indicator]) -> list[Cell]:
    """Return a figure and a verdict for each indicator of a place."""
    return [cell for i in indicators for cell in build_verdict_cells(figures[i.code], i)]


def list_target_cells(figures: Mapping[str, Figure], indicators: Iterable[Indicator]) -> list[Cell]:
    """Return the target in force of each indicator, above its figures."""
    return [
        cell
        for i in indicators
        for cell in (build_target_cell(figures[i.code].target_in_force, i) or "none", "")
    ]
