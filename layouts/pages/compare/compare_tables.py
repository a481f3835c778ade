"""The tables of the compare page to download: matrix, worse and worsening, places, change."""

from __future__ import annotations

from fractions import Fraction

from indicators.domain.periods import get_rolling_year
from indicators.reports.benchmarking import calculate_standings
from indicators.reports.comparison import build_comparison
from indicators.reports.comparison_matrix import build_matrix
from indicators.reports.comparison_models import BaselineChange, Comparison, FunnelStanding
from indicators.stats.rules import round_half_away
from layouts.exports.packs.pack_method import describe_filters
from layouts.pages.compare.compare_choices import read_baseline_changes, read_choice
from layouts.pages.compare.compare_view import count_worsening_actions
from layouts.site.page_request import PageRequest
from layouts.text import comparison_text, icon_labels, labels, short_labels
from layouts.text.page_table import (
    Cell,
    NumberCell,
    PageTable,
    TableSource,
    build_count_cells,
    build_figure_cell,
    build_target_cell,
    build_verdict_cells,
    join_notes,
    list_figure_notes,
    list_matrix_cells,
    list_matrix_headings,
    list_target_cells,
)

MATRIX, WORSENING, STANDINGS, CHANGE = "matrix", "worse-and-worsening", "places", "change"


def _compare(request: PageRequest, view: str) -> Comparison | None:
    compared = build_comparison(
        request.reports, request.month, read_choice(request, view), request.viewer
    )
    return compared if compared and compared.months.has_data else None


def _build(
    request: PageRequest,
    compared: Comparison,
    title: str,
    headings: tuple[str, ...],
    rows: list[tuple[Cell, ...]],
    *,
    about: str,
    notes: tuple[str, ...] = (),
    printed: int = 0,
) -> PageTable:
    words = request.reports.places.words[compared.choice.by]
    return PageTable(
        title=title,
        name=f"compare-{compared.choice.by}s-{about}-{compared.month}",
        period=f"12 months to {compared.month.name}",
        headings=headings,
        rows=tuple(rows),
        source=TableSource(
            [place.code for place in compared.shown],
            compared.indicators,
            get_rolling_year(compared.month),
        ),
        notes=(f"Shown: {describe_filters(request.reports, compared, words)}", *notes),
        printed=printed,
    )


def _name_place(request: PageRequest, compared: Comparison) -> str:
    return request.reports.places.words[compared.choice.by][0].capitalize()


def build_matrix_table(request: PageRequest) -> PageTable | None:
    """Return every indicator of every place shown, with the gap of the indicator in view."""
    compared = _compare(request, "matrix")
    if compared is None:
        return None
    matrix, indicators = (
        build_matrix(request.reports, compared, request.viewer),
        compared.indicators,
    )
    gap = (f"Gap in {compared.focus.name} (people)",) if compared.gap else ()
    # The variation of all is last, so that the figures and verdicts fit a page.
    figures = (_name_place(request, compared), *gap, *list_matrix_headings(indicators))
    headings = (*figures, *(f"{i.name}: variation" for i in indicators))
    rows: list[tuple[Cell, ...]] = []
    notes: list[str] = []
    for place in compared.shown:
        cells = matrix.cells[place.code]
        short = dict(compared.gap.short).get(place.code, 0) if compared.gap else None
        known = comparison_text.format_gap(compared, place) != ""
        rows.append(
            (
                place.name,
                *([short if short is not None and known else ""] if gap else []),
                *list_matrix_cells({i.code: cells[i.code].figure for i in indicators}, indicators),
                *(
                    icon_labels.label_variation(cells[i.code].signal, compared.month)
                    for i in indicators
                ),
            )
        )
        notes += list_figure_notes(place.name, [(i, cells[i.code].figure) for i in indicators])
    return _build(
        request,
        compared,
        f"{compared.heading or 'All indicators'} compared",
        headings,
        [_list_target_row(compared), *rows, *_list_reference_rows(compared)],
        about=MATRIX,
        notes=tuple(notes),
        printed=len(figures),
    )


def _list_target_row(compared: Comparison) -> tuple[Cell, ...]:
    cells = list_target_cells(compared.city, compared.indicators)
    return ("Target", *([""] if compared.gap else []), *cells, *_list_blanks(compared))


def _list_reference_rows(compared: Comparison) -> list[tuple[Cell, ...]]:
    """Return the row of the whole, and of each benchmark, which has no verdict."""
    whole = list_matrix_cells(compared.city, compared.indicators)
    gap = [compared.gap.people] if compared.gap else []
    rows: list[tuple[Cell, ...]] = [(compared.whole.name, *gap, *whole, *_list_blanks(compared))]
    for place, figures in compared.benchmarks:
        elsewhere = [
            cell
            for i in compared.indicators
            for cell in (
                build_figure_cell(figures[i.code], i) if figures[i.code].value is not None else "",
                "",
            )
        ]
        blank = [""] if compared.gap else []
        rows.append((place.name, *blank, *elsewhere, *_list_blanks(compared)))
    return rows


def _list_blanks(compared: Comparison) -> list[str]:
    """Return the cells of a row without variation."""
    return [""] * len(compared.indicators)


def build_worsening_table(request: PageRequest) -> PageTable | None:
    """Return all that is worse and worsening, in the order of the page."""
    compared = _compare(request, "matrix")
    if compared is None:
        return None
    matrix = build_matrix(request.reports, compared, request.viewer)
    headings = (
        *(_name_place(request, compared), "Indicator", "12 months", "Verdict", "Single months"),
        *("Change since last year", "Is the change real?", "Funnel limits", "People needed"),
        "Open actions",
    )
    open_actions = count_worsening_actions(request, compared, matrix)
    rows: list[tuple[Cell, ...]] = [
        (
            place.name,
            indicator.name,
            *build_verdict_cells(cell.figure, indicator),
            icon_labels.label_variation(cell.signal, compared.month),
            labels.format_change(cell.change, indicator),
            labels.explain_change_test(cell.change),
            comparison_text.describe_limit(cell.outside),
            short_labels.describe_people_for_next(cell.figure, indicator),
            open_actions[place.code, indicator.code],
        )
        for place, indicator, cell in matrix.worsening
    ]
    return _build(request, compared, "Worse and worsening", headings, rows, about=WORSENING)


def build_standings_table(request: PageRequest) -> PageTable | None:
    """Return the places with the indicator in view: the table under the funnel, order and map."""
    compared = _compare(request, "order")
    if compared is None:
        return None
    focus = compared.focus
    headings = (
        *(_name_place(request, compared), "12 months", "Verdict", "Numerator", "Denominator"),
        *("95% interval from", "95% interval to", "Funnel limits", "Target", "People needed"),
        "Notes",
    )
    rows = [
        _list_standing(compared, standing)
        for standing in calculate_standings(compared)
        if standing.place in compared.shown
    ]
    references = [(compared.whole.name, compared.city[focus.code])]
    references += [
        (place.name, figures[focus.code])
        for place, figures in compared.benchmarks
        if figures[focus.code].value is not None
    ]
    for name, figure in references:
        is_whole = name == compared.whole.name
        figure_cell, verdict = build_verdict_cells(figure, focus)
        counts = build_count_cells(figure, focus)
        notes = join_notes(labels.list_coverage_notes(figure))
        rows.append((name, figure_cell, verdict if is_whole else "", *counts, *[""] * 5, notes))
    return _build(request, compared, focus.name, headings, rows, about=focus.code)


def _list_standing(compared: Comparison, standing: FunnelStanding) -> tuple[Cell, ...]:
    figure, focus = standing.figure, compared.focus
    interval: list[Cell] = [
        NumberCell(round_half_away(Fraction(bound), 1), focus) for bound in standing.interval or ()
    ]
    return (
        standing.place.name,
        *build_verdict_cells(figure, focus),
        *build_count_cells(figure, focus),
        *(interval or ["", ""]),
        comparison_text.describe_funnel_position(compared, standing),
        build_target_cell(figure.target_in_force, focus),
        short_labels.describe_people_for_next(figure, focus),
        join_notes(labels.list_coverage_notes(figure)),
    )


def build_change_table(request: PageRequest) -> PageTable | None:
    """Return the change of each place since the baseline year; None without an earlier year."""
    compared = _compare(request, "change")
    if compared is None:
        return None
    found = read_baseline_changes(request, compared)
    if found is None:
        return None
    focus, baseline = compared.focus, found.baseline
    headings = (
        *(_name_place(request, compared), baseline.name, "12 months", "Verdict", "Change"),
        *("Is it real?", "Notes"),
    )
    shown = [each for each in found.moved if each.place in found.compared.shown]
    rows = [_list_move(found.compared, each) for each in (*shown, found.whole)]
    title = f"{focus.name}: change since {baseline.name}"
    return _build(request, found.compared, title, headings, rows, about=f"{focus.code}-{CHANGE}")


def _list_move(compared: Comparison, move: BaselineChange) -> tuple[Cell, ...]:
    focus = compared.focus
    return (
        move.place.name,
        build_figure_cell(move.was, focus),
        *build_verdict_cells(move.now, focus),
        labels.format_change(move.change, focus) if move.change else "cannot be compared",
        labels.explain_change_test(move.change),
        join_notes(labels.list_coverage_notes(move.now)),
    )
