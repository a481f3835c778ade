"""What each column of a table is: its place, its month, or a part of an indicator's figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from indicators.ports.period_choices import PeriodSource
from indicators.ports.profile_drafts import DraftMeasure, DraftTable, ProfileDraft

COUNTS, SHARE = ("numerator", "plus", "denominator"), "percentage"


def assign_column(draft: ProfileDraft, sheet: str, index: int, choice: str) -> ProfileDraft:
    """Return the draft with another role for a column.

    A role is `area`, `period`, `year`, `nothing`, or the `numerator`, `plus` (added to it),
    `denominator` or `percentage` of an indicator, as “numerator:mmr_at_5”.
    """
    role, _, indicator = choice.partition(":")
    tables = (
        _set_role(table, index, role, indicator) if table.sheet == sheet else table
        for table in draft.tables
    )
    return replace(draft, tables=tuple(tables))


def _set_role(table: DraftTable, index: int, role: str, indicator: str) -> DraftTable:
    if role == "area":
        return replace(table, area=index)
    if role == "period":
        return replace(table, period_in=PeriodSource.COLUMN, period_column=index)
    if role == "year":
        return replace(table, year_column=index)
    if role == "nothing":
        return _clear_column(table, index)
    if role not in (*COUNTS, SHARE) or not indicator:
        return table
    figures = {figure.indicator: figure for figure in table.figures}
    before = figures.get(indicator, DraftMeasure(indicator))
    figures[indicator] = _with_role(before, index, role)
    return replace(table, figures=tuple(figures.values()))


def _with_role(figure: DraftMeasure, index: int, role: str) -> DraftMeasure:
    if role == "plus":
        return replace(figure, numerator=tuple(dict.fromkeys((*figure.numerator[:1], index))))
    if role == "numerator":
        return replace(figure, numerator=(index,))
    if role == "denominator":
        return replace(figure, denominator=index)
    return replace(figure, percentage=index)


def find_role(table: DraftTable, index: int | None) -> str:
    """Return the role of a column as `assign_column` takes it: the first, if it has several."""
    if index is None:
        return "nothing"
    in_column = table.period_in is PeriodSource.COLUMN
    plain = {"area": table.area, "year": table.year_column}
    plain |= {"period": table.period_column} if in_column else {}
    if role := next((role for role, column in plain.items() if column == index), ""):
        return role
    for figure in table.figures:
        if index in figure.numerator:
            return f"{'plus' if index in figure.numerator[1:] else 'numerator'}:{figure.indicator}"
        if index in figure.columns:
            role = "denominator" if figure.denominator == index else SHARE
            return f"{role}:{figure.indicator}"
    return "nothing"


def _clear_column(table: DraftTable, index: int) -> DraftTable:
    figures = []
    for figure in table.figures:
        left = replace(
            figure,
            numerator=tuple(each for each in figure.numerator if each != index),
            denominator=None if figure.denominator == index else figure.denominator,
            percentage=None if figure.percentage == index else figure.percentage,
        )
        if left.columns or not figure.columns:
            figures.append(left)
    return replace(
        table,
        area=None if table.area == index else table.area,
        period_column=None if table.period_column == index else table.period_column,
        year_column=None if table.year_column == index else table.year_column,
        figures=tuple(figures),
    )


def describe_roles(table: DraftTable, names: Mapping[str, str]) -> dict[int, list[str]]:
    """Return the roles of each column in words; `names` are those of the indicators by code."""
    roles: dict[int, list[str]] = {}

    def add(indexes: Sequence[int | None], words: str) -> None:
        for index in indexes:
            if index is not None:
                roles.setdefault(index, []).append(words)

    add([table.area], "Place")
    if table.period_in is PeriodSource.COLUMN:
        add([table.period_column], "Month")
        add([table.year_column], "Year")
    for figure in table.figures:
        name = names.get(figure.indicator, figure.indicator)
        alone = figure.denominator is None and figure.percentage is None
        add(figure.numerator, f"{name}: {'count' if alone else 'numerator'}")
        add([figure.denominator], f"{name}: out of")
        add([figure.percentage], f"{name}: percentage")
        add([figure.only_column], f"{name}: which rows")
    return roles
