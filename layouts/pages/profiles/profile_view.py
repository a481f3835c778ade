"""The page on which a profile is made: a draft beside its file, ready for the template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_wtf.csrf import generate_csrf

from indicators.domain.catalogue import Indicator
from indicators.domain.core import LocalityKind, ObservationStatus, Unit
from indicators.domain.periods import Month, Period
from indicators.domain.places import SENT_FOR
from indicators.domain.refusals import Refusal
from indicators.ports.profile_drafts import (
    DraftMeasure,
    DraftPreview,
    DraftResult,
    DraftTable,
    FirstFigure,
    PeriodNotation,
    PeriodSource,
)
from layouts.pages.profiles.column_roles import describe_roles, find_role
from layouts.pages.profiles.draft_form import FLAGS
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text import labels
from layouts.text.load_labels import pluralise

PATH, LIST_PATH = "/data/profile", "/data/profiles"
_HEADINGS, _MOST_ABOVE = 3, 5

WRITTEN = {
    PeriodNotation.ITSELF: "the period that is written",
    PeriodNotation.QUARTER: "the quarter it lies in",
    PeriodNotation.YEAR: "the financial year it lies in",
    PeriodNotation.YEAR_TO_MARCH: "a year alone is the 12 months to its March",
    PeriodNotation.YEAR_TO_DECEMBER: "a year alone is the 12 months to its December",
}
MEANINGS = {
    "hidden": "hidden to protect people",
    "not_available": "not available",
    "not_applicable": "not applicable",
    "blank": "the same as an empty cell",
}
PLAIN_ROLES = [("nothing", "not read"), ("area", "the place"), ("period", "the month")]
FIGURE_ROLES = {
    "numerator": "numerator",
    "plus": "added to the numerator",
    "denominator": "what it is out of",
    "percentage": "percentage",
}
FLAG_WORDS = {
    "leave_other_places": "Leave out places that are not ours (a file for a whole country)",
    "fill_down": "A place’s name stands once, for its own row and those below it",
    "add_up": "Add up the rows of one place and month (a row for each practice, say)",
    "first_of_brackets": "Of two figures such as “93.4 (92.3)”, take the first",
    "to_blank_row": "The table ends at its first empty row",
}


@dataclass(frozen=True, slots=True)
class ProfileQuestion:
    """What the page is asked besides the draft: which column was clicked, what became of it."""

    sha256: str
    column: int | None = None
    told: Sequence[tuple[str, str]] = ()
    who: str = ""


def page(site: Site, asked: PageRequest, drafted: DraftResult, asking: ProfileQuestion) -> PageView:
    """The whole page; its form is the part that a script puts in place."""
    catalogue, places = site.reports.catalogue, site.reports.places
    names = {i.code: i.name for i in catalogue.indicators.values()}
    draft, table = drafted.draft, drafted.table
    return site.frame.render_page(
        "profile.html",
        asked,
        title=f"How to read {drafted.file}",
        shown=None,
        path_of_form=PATH,
        list_path=LIST_PATH,
        csrf_token=generate_csrf(),
        asking=asking,
        drafted=drafted,
        draft=draft,
        table=table,
        is_read=draft.table(table.sheet) is not None,
        table_name=f"t{drafted.sheets.index(table.sheet)}" if drafted.sheets else "t0",
        others=[(f"t{drafted.sheets.index(t.sheet)}", t) for t in draft.tables if t is not table],
        picked=next((c for c in drafted.columns if c.index == asking.column), None),
        picked_choices=PLAIN_ROLES,
        picked_figures=list(_figure_roles(site)),
        picked_is=find_role(table, asking.column),
        column_of={c.index: c for c in drafted.columns},
        roles=_roles(drafted, names),
        header_rows=range(table.header_row - table.rows_above, table.header_row + 1),
        row_choices=list(_rows(drafted)),
        most_above=range(min(_MOST_ABOVE, table.header_row - 1) + 1),
        periods=list(_periods(drafted)),
        period_chosen=_period_chosen(table),
        figures=[*table.figures, DraftMeasure("")],
        by_service=list(_by_service(site)),
        known=set(names),
        words_of=dict(drafted.words),
        written_words=WRITTEN,
        meanings=MEANINGS,
        flags=FLAGS,
        flag_words=FLAG_WORDS,
        unusual=_unusual(table),
        summary=summarise_preview(drafted.preview),
        refusal=describe_refusal,
        first=[(_place(site, f), _period(f), _name(site, f), _figure(f)) for f in _firsts(drafted)],
        area_word=places.words[LocalityKind.AREA][0],
        places=[p for p in places.localities.values() if p.kind in SENT_FOR],
        count=pluralise,
    )


def summarise_preview(preview: DraftPreview) -> str:
    """“17 rows would load, with 34 figures. 2 rows are refused.”"""
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
        sentences.append(f"{blank} blank or not asked for.")
    return " ".join(sentences)


def describe_refusal(told: Refusal) -> str:
    """Where a refused cell is and what it holds: “Row 12, column B (Due), “abc””."""
    sheet = f"{told.sheet}, row" if told.sheet else "Row"
    column = f", column {told.column_label}" if told.column else ""
    value = f", “{told.value}”" if told.value else ""
    return f"{sheet} {told.row}{column}{value}"


def _rows(drafted: DraftResult) -> Iterator[tuple[int, str]]:
    """Each row that may be the header's last, with what it begins with."""
    for number, row in enumerate(drafted.seen.rows, 1):
        said = [cell for cell in row if cell][:_HEADINGS]
        yield number, f"{number}: {' | '.join(said)[:60]}" if said else f"{number} (empty)"
    if drafted.table.header_row > len(drafted.seen.rows):
        yield drafted.table.header_row, f"{drafted.table.header_row}"


def _periods(drafted: DraftResult) -> Iterator[tuple[str, str]]:
    yield "column:", "a column, not chosen yet"
    for column in drafted.columns:
        yield f"column:{column.index}", f"column {column.told}"
    yield PeriodSource.HEADING.value, "the headings of the columns"
    yield PeriodSource.LABEL.value, "a cell above the table, after or under a label"
    yield PeriodSource.FILE.value, f"the file’s name: {drafted.file}"
    if drafted.table.sheet:
        yield PeriodSource.SHEET.value, f"the sheet’s name: {drafted.table.sheet}"


def _period_chosen(table: DraftTable) -> str:
    if table.period_in is not PeriodSource.COLUMN:
        return table.period_in.value
    return f"column:{'' if table.period_column is None else table.period_column}"


def _by_service(site: Site) -> Iterator[tuple[str, list[Indicator]]]:
    catalogue = site.reports.catalogue
    for service in catalogue.services.values():
        yield service.name, catalogue.list_for_service(service.code)


def _roles(drafted: DraftResult, names: Mapping[str, str]) -> dict[int, list[str]]:
    """What each column is; the same column of another month is what that of the first is."""
    told = describe_roles(drafted.table, names)
    alike = {c.index: told[c.like] for c in drafted.columns if c.like in told}
    return alike | told


def _figure_roles(site: Site) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """What a column may be to each indicator."""
    for indicator in site.reports.catalogue.indicators.values():
        told = {"numerator": "the count"} if indicator.unit is Unit.COUNT else FIGURE_ROLES
        yield indicator.name, [(f"{role}:{indicator.code}", said) for role, said in told.items()]


def _unusual(table: DraftTable) -> bool:
    """Whether anything under “More” is chosen, so that it stands open."""
    return any(getattr(table, flag) for flag in FLAGS) or table.written is not PeriodNotation.ITSELF


def _firsts(drafted: DraftResult) -> Sequence[FirstFigure]:
    return drafted.preview.first


def _place(site: Site, figure: FirstFigure) -> str:
    return site.reports.places[figure.place].name


def _name(site: Site, figure: FirstFigure) -> str:
    return site.reports.catalogue.indicator(figure.indicator).name


def _period(figure: FirstFigure) -> str:
    return Period(Month.from_number(figure.ended), figure.months).name


def _figure(figure: FirstFigure) -> str:
    """A figure as it was sent: “20 of 24”, “93.4%”, “14”, “hidden ...”."""
    if figure.status != ObservationStatus.OK.value:
        return labels.MARK_MEANS[ObservationStatus(figure.status)]
    if figure.numerator is not None:
        over = f" of {figure.denominator:,}" if figure.denominator is not None else ""
        return f"{figure.numerator:,}{over}"
    over = f" of {figure.denominator:,}" if figure.denominator is not None else ""
    return f"{figure.value}%{over}"
