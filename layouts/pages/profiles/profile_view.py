"""The page that creates a profile: a draft with its file, ready for the template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_wtf.csrf import generate_csrf

from indicators.domain.core import LocalityKind, ObservationStatus, Unit
from indicators.domain.indicator import Indicator
from indicators.domain.periods import Month, Period
from indicators.domain.places import SENT_FOR
from indicators.domain.refusals import Refusal
from indicators.ports.period_choices import PeriodNotation, PeriodSource
from indicators.ports.profile_drafts import (
    DraftMeasure,
    DraftPreview,
    DraftResult,
    DraftTable,
    FirstFigure,
)
from indicators.reports.base import Reports
from layouts.pages.profiles.column_roles import describe_roles, find_role
from layouts.pages.profiles.draft_form import FLAGS, LIST_PATH, PATH
from layouts.site.page_frame import PageFrame
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.text import labels
from layouts.text.load_labels import pluralise

_HEADINGS, _MOST_ABOVE = 3, 5

WRITTEN = {
    PeriodNotation.ITSELF: "the period as written",
    PeriodNotation.QUARTER: "the quarter it is in",
    PeriodNotation.YEAR: "the financial year it is in",
    PeriodNotation.YEAR_TO_MARCH: "a year alone means the 12 months to March",
    PeriodNotation.YEAR_TO_DECEMBER: "a year alone means the 12 months to December",
}
MEANINGS = {
    "hidden": "hidden to protect people",
    "not_available": "not available",
    "not_applicable": "not applicable",
    "blank": "the same as an empty cell",
    "estimated": "after a number: estimated",
    "provisional": "after a number: provisional",
    "revised": "after a number: revised by the sender",
    "unreliable": "after a number: low reliability",
}
PLAIN_ROLES = [
    ("nothing", "not read"),
    ("area", "the place"),
    ("period", "the month"),
    ("year", "the year of the month"),
]
FIGURE_ROLES = {
    "numerator": "numerator",
    "plus": "added to the numerator",
    "denominator": "denominator",
    "percentage": "percentage",
}
FLAG_WORDS = {
    "leave_other_places": "Leave out places outside our area (a national file)",
    "fill_down": "A place’s name is written once, for its own row and the rows below",
    "add_up": "Add up the rows of one place and month (for example one row for each practice)",
    "first_of_brackets": "Of two figures such as “93.4 (92.3)”, take the first",
    "to_blank_row": "The table ends at its first empty row",
}


@dataclass(frozen=True, slots=True)
class ProfileQuestion:
    """The choices on the page besides the draft: the selected column, messages, the name."""

    sha256: str
    column: int | None = None
    messages: Sequence[tuple[str, str]] = ()
    who: str = ""


def render_draft(
    frame: PageFrame, request: PageRequest, drafted: DraftResult, question: ProfileQuestion
) -> PageView:
    """Return the whole page; a script replaces its form."""
    reports = request.reports
    catalogue, places = reports.catalogue, reports.places
    names = {i.code: i.name for i in catalogue.indicators.values()}
    draft, table = drafted.draft, drafted.table
    return frame.render_page(
        "profile.html",
        request,
        title=f"Create a profile for {drafted.file}",
        shown=None,
        path_of_form=PATH,
        list_path=LIST_PATH,
        csrf_token=generate_csrf(),
        question=question,
        drafted=drafted,
        draft=draft,
        table=table,
        is_read=draft.find_table(table.sheet) is not None,
        table_name=f"t{drafted.sheets.index(table.sheet)}" if drafted.sheets else "t0",
        others=[(f"t{drafted.sheets.index(t.sheet)}", t) for t in draft.tables if t is not table],
        picked=next((c for c in drafted.columns if c.index == question.column), None),
        picked_choices=PLAIN_ROLES,
        picked_figures=list(_list_figure_roles(reports)),
        picked_is=find_role(table, question.column),
        column_of={c.index: c for c in drafted.columns},
        roles=_list_column_roles(drafted, names),
        header_rows=range(table.header_row - table.rows_above, table.header_row + 1),
        row_choices=list(_list_rows(drafted)),
        most_above=range(min(_MOST_ABOVE, table.header_row - 1) + 1),
        periods=list(_list_periods(drafted)),
        period_chosen=_format_period_choice(table),
        figures=[*table.figures, DraftMeasure("")],
        by_service=list(_group_by_service(reports)),
        known=set(names),
        words_of=dict(drafted.words),
        written_words=WRITTEN,
        meanings=MEANINGS,
        flags=FLAGS,
        flag_words=FLAG_WORDS,
        unusual=_has_unusual_settings(table),
        summary=summarise_preview(drafted.preview),
        refusal=describe_refusal,
        first=[
            (
                _name_place(reports, f),
                _name_period(f),
                _name_indicator(reports, f),
                _format_figure(f, catalogue.indicator(f.indicator)),
            )
            for f in _list_first_figures(drafted)
        ],
        area_word=places.words[LocalityKind.AREA][0],
        places=[p for p in places.localities.values() if p.kind in SENT_FOR],
        count=pluralise,
    )


def summarise_preview(preview: DraftPreview) -> str:
    """Return “17 rows would load, with 34 figures. 2 rows are refused.” or similar."""
    if preview.problems:
        return "Nothing can be read yet."
    rows, refused = preview.rows_loaded, preview.rows_refused
    sentences = [
        f"{pluralise(rows, 'row')} would load, with {pluralise(preview.figures, 'figure')}."
    ]
    if refused:
        sentences.append(f"{pluralise(refused, 'row is', 'rows are')} refused.")
    if preview.rows_blank:
        blank = pluralise(preview.rows_blank, "row is", "rows are")
        sentences.append(f"{blank} blank or not needed.")
    return " ".join(sentences)


def describe_refusal(refusal: Refusal) -> str:
    """Return the place and value of a refused cell: “Row 12, column B (Due), “abc””, say."""
    sheet = f"{refusal.sheet}, row" if refusal.sheet else "Row"
    column = f", column {refusal.column_label}" if refusal.column else ""
    value = f", “{refusal.value}”" if refusal.value else ""
    return f"{sheet} {refusal.row}{column}{value}"


def _list_rows(drafted: DraftResult) -> Iterator[tuple[int, str]]:
    """Yield each row that can be the last header row, with its first cells."""
    for number, row in enumerate(drafted.seen.rows, 1):
        cells = [cell for cell in row if cell][:_HEADINGS]
        yield number, f"{number}: {' | '.join(cells)[:60]}" if cells else f"{number} (empty)"
    if drafted.table.header_row > len(drafted.seen.rows):
        yield drafted.table.header_row, f"{drafted.table.header_row}"


def _list_periods(drafted: DraftResult) -> Iterator[tuple[str, str]]:
    yield "column:", "a column, not chosen yet"
    for column in drafted.columns:
        yield f"column:{column.index}", f"column {column.label}"
    headings = "the headings of the columns"
    yield PeriodSource.HEADING.value, headings
    yield PeriodSource.HEADING_AND_TITLE.value, f"{headings}, with the year in a title above them"
    yield PeriodSource.HEADING_AND_SHEET.value, f"{headings}, with the year in the sheet’s name"
    yield PeriodSource.HEADING_AND_FILE.value, f"{headings}, with the year in the file’s name"
    yield PeriodSource.LABEL.value, "a cell above the table, next to or below a label"
    yield PeriodSource.FILE.value, f"the file’s name: {drafted.file}"
    if drafted.table.sheet:
        yield PeriodSource.SHEET.value, f"the sheet’s name: {drafted.table.sheet}"


def _format_period_choice(table: DraftTable) -> str:
    if table.period_in is not PeriodSource.COLUMN:
        return table.period_in.value
    return f"column:{'' if table.period_column is None else table.period_column}"


def _group_by_service(reports: Reports) -> Iterator[tuple[str, list[Indicator]]]:
    catalogue = reports.catalogue
    for service in catalogue.services.values():
        yield service.name, catalogue.list_for_service(service.code)


def _list_column_roles(drafted: DraftResult, names: Mapping[str, str]) -> dict[int, list[str]]:
    """Return the role of each column; columns of other months have the role of the first."""
    roles = describe_roles(drafted.table, names)
    alike = {c.index: roles[c.like] for c in drafted.columns if c.like in roles}
    return alike | roles


def _list_figure_roles(reports: Reports) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield the roles that a column can have for each indicator."""
    for indicator in reports.catalogue.indicators.values():
        roles = {"numerator": "the count"} if indicator.unit is Unit.COUNT else FIGURE_ROLES
        yield indicator.name, [(f"{role}:{indicator.code}", name) for role, name in roles.items()]


def _has_unusual_settings(table: DraftTable) -> bool:
    """Return whether anything under “More” is chosen, so that it is open."""
    is_plain = table.written is PeriodNotation.ITSELF and table.year_column is None
    return not is_plain or any(getattr(table, flag) for flag in FLAGS)


def _list_first_figures(drafted: DraftResult) -> Sequence[FirstFigure]:
    return drafted.preview.first


def _name_place(reports: Reports, figure: FirstFigure) -> str:
    return reports.places[figure.place].name


def _name_indicator(reports: Reports, figure: FirstFigure) -> str:
    return reports.catalogue.indicator(figure.indicator).name


def _name_period(figure: FirstFigure) -> str:
    return Period(Month.from_number(figure.ended), figure.months).name


def _format_figure(figure: FirstFigure, indicator: Indicator) -> str:
    """Return a figure as it was sent: “20 of 24”, “93.4%”, “14”, “hidden ...”."""
    if figure.status != ObservationStatus.OK.value:
        return labels.MARK_MEANS[ObservationStatus(figure.status)]
    if figure.numerator is not None:
        over = f" of {figure.denominator:,}" if figure.denominator is not None else ""
        return f"{figure.numerator:,}{over}"
    over = f" of {figure.denominator:,}" if figure.denominator is not None else ""
    return f"{figure.value}{labels.format_unit(indicator)}{over}"
