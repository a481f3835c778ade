"""The list of staff surveys with the form for a new one, and the results of one survey."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from flask_wtf.csrf import generate_csrf

from indicators.reports.surveys.survey_book import SurveyBook
from indicators.reports.surveys.survey_results import FEWEST, SurveyResults, SurveyRow
from indicators.surveys.survey import NewSurvey, SurveyReading
from layouts.site.flash_messages import Message
from layouts.site.page_frame import PageFrame
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.text import load_labels
from layouts.text.workflow import survey_text

SURVEYS = "/surveys"
_WIDTH, _EDGE = 240, 8
"""The chart of a row, and the room for a dot at its ends."""


@dataclass(frozen=True, slots=True)
class CheckedSurvey:
    """A file that was read, what would be kept of it, and the same packed for the form."""

    reading: SurveyReading
    new: NewSurvey
    packed: str


@dataclass(frozen=True, slots=True)
class DotLine:
    """Where the two dots of a row are, in the units of its chart."""

    before: float
    after: float


def render_surveys(
    frame: PageFrame,
    request: PageRequest,
    book: SurveyBook,
    messages: Iterable[Message],
    *,
    can_upload: bool,
    checked: CheckedSurvey | None = None,
    name: str = "",
) -> PageView:
    """Return the list of surveys; for who loads them also the form and what a file holds."""
    return frame.render_page(
        "surveys.html",
        request,
        title="Staff surveys",
        shown=None,
        surveys=book.list_surveys(),
        can_upload=can_upload and book.can_load,
        checked=checked,
        typed_name=name,
        fewest=FEWEST,
        messages=list(messages),
        format_moment=load_labels.format_moment,
        csrf_token=generate_csrf(),
    )


def render_results(
    frame: PageFrame,
    request: PageRequest,
    results: SurveyResults,
    messages: Iterable[Message],
) -> PageView:
    """Return the page of one survey: a table by profession and question, with a dot for each."""
    by_profession = groupby(results.rows, key=lambda row: row.profession)
    groups = [(name, list(rows)) for name, rows in by_profession]
    if len(groups) > 1:
        groups.append((survey_text.ALL, list(results.totals)))
    return frame.render_page(
        "survey.html",
        request,
        title=results.survey.name,
        shown=None,
        results=results,
        survey=results.survey,
        groups=groups,
        text=survey_text,
        fewest=FEWEST,
        locate=lambda row: locate_dots(row, results.survey.highest),
        width=_WIDTH,
        edge=_EDGE,
        messages=list(messages),
        csrf_token=generate_csrf(),
    )


def locate_dots(row: SurveyRow, highest: int) -> DotLine | None:
    """Return where the means of a row are on its scale; None if they are hidden."""
    if row.result is None:
        return None
    room = _WIDTH - 2 * _EDGE
    before, after = (
        round(_EDGE + room * float(mean) / highest, 1)
        for mean in (row.result.before, row.result.after)
    )
    return DotLine(before, after)
