"""The page of imports: the form for a file, the difference that it makes, and earlier imports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask_wtf.csrf import generate_csrf

from indicators.actions.sheets.difference_model import (
    CellDifference,
    Choice,
    Question,
    RowDifference,
    SheetCellState,
    SheetDifference,
    SheetRowState,
)
from indicators.actions.sheets.sheet_model import SheetReading
from indicators.domain.errors import UnknownPlaceError
from indicators.domain.localities import Locality
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.actions.sheet_import import SheetImports
from layouts.site.flash_messages import Message
from layouts.site.page_frame import PageFrame
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.text import load_labels
from layouts.text.workflow import action_text
from layouts.text.workflow import sheet_difference_text as words
from layouts.text.workflow.sheet_difference_text import Indicators

APPLIED = "applied"
"""The query parameter with the name of the import that was just applied."""


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """A sheet that was read, the difference that it makes, and the sheet packed for the form."""

    reading: SheetReading
    difference: SheetDifference
    packed: str


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """One line of the table: a cell, or a whole row if `field` is empty.

    `choices` are values and words of what can be answered to the question `key`.
    """

    row: str
    what: str
    field: str
    base: str
    here: str
    there: str
    state: str
    key: str = ""
    choices: tuple[tuple[Choice, str], ...] = ()


def make_path(team: Locality) -> str:
    """Return the address of a team's imports."""
    return f"/{team.kind}/{team.code}/actions/import"


def find_team(request: PageRequest, code: str) -> Locality:
    """Return a team whose actions the viewer may see. Raises UnknownPlaceError."""
    for team in ActionBook(request.reports, request.viewer).list_teams():
        if team.code == code:
            return team
    raise UnknownPlaceError(
        f"There is no team “{code}” whose actions you may change.",
        remedy="Choose a team from the list of actions.",
    )


def render_import(
    frame: PageFrame,
    request: PageRequest,
    team: Locality,
    messages: Iterable[Message] = (),
    shown: ShownDifference | None = None,
) -> PageView:
    """Return the page, with the difference of a sheet if there is one."""
    months = request.reports.find_months()
    latest = months.latest if months else None
    notes: tuple[str, ...] = ()
    lines: list[DifferenceLine] = []
    if shown:
        notes = (
            words.describe_age(shown.reading, latest),
            words.describe_left_out(shown.reading),
            words.describe_changes_there(shown.difference),
        )
        lines = list(_list_lines(shown.difference, request.reports.catalogue.indicators))
    imports = SheetImports(request.reports, request.viewer).list_imports(team.code)
    applied = request.query.get(APPLIED)
    return frame.render_page(
        "action_import.html",
        request,
        title=f"Action sheet of {team.name}",
        shown=None,
        team=team,
        form_path=make_path(team),
        messages=list(messages),
        sheet=shown,
        notes=list(filter(None, notes)),
        lines=lines,
        imports=imports,
        just_applied=[one for one in imports if one.batch == applied and not one.is_undone],
        format_moment=load_labels.format_moment,
        no_difference=words.NO_DIFFERENCE,
        csrf_token=generate_csrf(),
    )


def _list_lines(difference: SheetDifference, indicators: Indicators) -> Iterator[DifferenceLine]:
    questions = {question.key: question for question in difference.list_questions()}
    for row in difference.rows:
        if not row.changes_sheet:
            continue
        name = words.describe_row(row)
        if row.choices:
            yield _describe_row(row, name, questions[row.key], indicators)
        for cell in row.cells:
            if cell.choices or cell.state is SheetCellState.CHANGED_HERE:
                question = questions.get(row.make_cell_key(cell))
                yield _describe_cell(row, name, cell, question, indicators)


def _describe_row(
    row: RowDifference, name: str, question: Question, indicators: Indicators
) -> DifferenceLine:
    choices = _list_choices(question, indicators)
    return DifferenceLine(name, row.what, "", "", "", "", "", question.key, choices)


def _describe_cell(
    row: RowDifference,
    name: str,
    cell: CellDifference,
    question: Question | None,
    indicators: Indicators,
) -> DifferenceLine:
    base, here, there = (
        words.format_value(cell.field, text, indicators)
        for text in (cell.base, cell.here, cell.there)
    )
    return DifferenceLine(
        name,
        row.what,
        action_text.name_field(cell.field),
        base,
        here,
        there,
        "New" if row.state is SheetRowState.NEW else words.CELL_STATES[cell.state],
        question.key if question else "",
        _list_choices(question, indicators) if question else (),
    )


def _list_choices(question: Question, indicators: Indicators) -> tuple[tuple[Choice, str], ...]:
    return tuple(
        (choice, words.describe_choice(question, choice, indicators)) for choice in question.choices
    )
