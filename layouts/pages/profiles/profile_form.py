"""The form in which a profile is made: its fields to a draft, and what a click on a column says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from indicators.ports.profile_drafts import (
    DraftMeasure,
    DraftTable,
    PeriodNotation,
    PeriodSource,
    ProfileDraft,
)

Form = MultiDict[str, str]
_Chosen = TypeVar("_Chosen", PeriodSource, PeriodNotation)

_TABLES, _FIGURES, _MARKS = 200, 60, 40
_TEXT = 200
COUNTS, SHARE = ("numerator", "plus", "denominator"), "percentage"
FLAGS = (
    "leave_totals",
    "leave_other_places",
    "fill_down",
    "add_up",
    "first_of_brackets",
    "to_blank_row",
)


def parse_draft(form: Form) -> ProfileDraft:
    """The draft that the form's fields say; a field that says nothing sensible counts as empty."""
    return ProfileDraft(
        make_code(form.get("about", "")),
        _text(form, "about"),
        _text(form, "service"),
        _text(form, "files"),
        tuple(_tables(form)),
        tuple(_marks(form)),
    )


def make_code(name: str) -> str:
    """The code of a profile with this name: `uhcw_maternity`."""
    letters = "".join(c if c.isascii() and c.isalnum() else " " for c in name.casefold())
    return "_".join(letters.split())[:60].strip("_")


def _text(form: Form, name: str) -> str:
    return " ".join(form.get(name, "").split())[:_TEXT]


def _number(form: Form, name: str) -> int | None:
    written = form.get(name, "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 8 else None


def _one_of(kind: Callable[[str], _Chosen], written: str, otherwise: _Chosen) -> _Chosen:
    try:
        return kind(written)
    except ValueError:
        return otherwise


def _tables(form: Form) -> Iterator[DraftTable]:
    for at in range(_TABLES):
        if f"t{at}.sheet" not in form:
            continue
        clicked = form.get(f"t{at}.sheet") == form.get("sheet") and "row" in form
        if clicked or form.get(f"t{at}.read"):
            yield _table(form, f"t{at}", "row" if clicked else f"t{at}.header")


def _table(form: Form, name: str, header: str) -> DraftTable:
    """One table; `header` is the field that holds its header's last row."""
    where, _, column = form.get(f"{name}.period", "").partition(":")
    flags = {flag: f"{name}.{flag}" in form for flag in FLAGS}
    return DraftTable(
        form.get(f"{name}.sheet", ""),
        max(1, _number(form, header) or 1),
        min(5, _number(form, f"{name}.above") or 0),
        _number(form, f"{name}.area"),
        _one_of(PeriodSource, where, PeriodSource.COLUMN),
        int(column) if column.isascii() and column.isdigit() and len(column) < 8 else None,
        _text(form, f"{name}.label"),
        _one_of(PeriodNotation, form.get(f"{name}.written", ""), PeriodNotation.ITSELF),
        tuple(_figures(form, name)),
        _text(form, f"{name}.totals"),
        **flags,
    )


def _figures(form: Form, table: str) -> Iterator[DraftMeasure]:
    for at in range(_FIGURES):
        name = f"{table}.f{at}"
        if not form.get(f"{name}.indicator"):
            continue
        added = (_number(form, f"{name}.numerator"), _number(form, f"{name}.plus"))
        yield DraftMeasure(
            _text(form, f"{name}.indicator"),
            tuple(dict.fromkeys(index for index in added if index is not None)),
            _number(form, f"{name}.denominator"),
            _number(form, f"{name}.percentage"),
            f"{name}.proportion" in form,
            _number(form, f"{name}.only"),
            _text(form, f"{name}.word"),
        )


def _marks(form: Form) -> Iterator[tuple[str, str]]:
    for at in range(_MARKS):
        if f"m{at}.mark" in form:
            yield form.get(f"m{at}.mark", "")[:_TEXT], _text(form, f"m{at}.meaning")


def assign_column(draft: ProfileDraft, sheet: str, index: int, choice: str) -> ProfileDraft:
    """The draft after a column was said to be `area`, `period`, `nothing`, or the `numerator`,
    `plus` (added to it), `denominator` or `percentage` of an indicator, as “numerator:mmr_at_5”.
    """
    role, _, indicator = choice.partition(":")
    tables = (
        _with_column(table, index, role, indicator) if table.sheet == sheet else table
        for table in draft.tables
    )
    return replace(draft, tables=tuple(tables))


def _with_column(table: DraftTable, index: int, role: str, indicator: str) -> DraftTable:
    if role == "area":
        return replace(table, area=index)
    if role == "period":
        return replace(table, period_in=PeriodSource.COLUMN, period_column=index)
    if role == "nothing":
        return _without(table, index)
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
    """What a column is now, as `with_column` is told it: the first thing, where it is several."""
    if index is None:
        return "nothing"
    if table.area == index:
        return "area"
    if table.period_in is PeriodSource.COLUMN and table.period_column == index:
        return "period"
    for figure in table.figures:
        if index in figure.numerator:
            return f"{'plus' if index in figure.numerator[1:] else 'numerator'}:{figure.indicator}"
        if index in figure.columns:
            role = "denominator" if figure.denominator == index else SHARE
            return f"{role}:{figure.indicator}"
    return "nothing"


def _without(table: DraftTable, index: int) -> DraftTable:
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
        figures=tuple(figures),
    )


def describe_roles(table: DraftTable, names: Mapping[str, str]) -> dict[int, list[str]]:
    """What each column of a table is, in words; `names` are the indicators' by code."""
    told: dict[int, list[str]] = {}

    def tell(indexes: Sequence[int | None], words: str) -> None:
        for index in indexes:
            if index is not None:
                told.setdefault(index, []).append(words)

    tell([table.area], "Place")
    if table.period_in is PeriodSource.COLUMN:
        tell([table.period_column], "Month")
    for figure in table.figures:
        name = names.get(figure.indicator, figure.indicator)
        alone = figure.denominator is None and figure.percentage is None
        tell(figure.numerator, f"{name}: {'count' if alone else 'numerator'}")
        tell([figure.denominator], f"{name}: out of")
        tell([figure.percentage], f"{name}: percentage")
        tell([figure.only_column], f"{name}: which rows")
    return told
