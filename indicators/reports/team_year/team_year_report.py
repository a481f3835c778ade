"""The year of a team, from the reports that its other pages show."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from indicators.access.permissions import Viewer
from indicators.access.row_access import RowAccess
from indicators.domain.localities import Locality
from indicators.domain.periods import Month
from indicators.records.record_definition import RecordDefinition
from indicators.records.record_period import RecordPeriod
from indicators.reports.base import Reports
from indicators.reports.place_report import build_place_report
from indicators.reports.records.count_report import count_team
from indicators.reports.records.record_book import RecordBook, find_first_period
from indicators.reports.records.team_scores import score_team
from indicators.reports.team_year.year_models import CountedYear, ScoredYear, TeamYear, YearSpan
from indicators.reports.team_year.year_work import build_work


def build_team_year(
    reports: Reports, team: str, asked: Month | None, today: date, viewer: Viewer
) -> TeamYear | None:
    """Return the 12 months to a month of a team, or None while nothing is loaded.

    `today` makes what is due overdue. Raises UnknownPlaceError, and OutOfScopeError for a place
    that the viewer is not shown.
    """
    figures = build_place_report(reports, team, asked, viewer)
    if figures is None:
        return None
    reports = reports.for_viewer(viewer)
    span = _find_span(figures.months.shown)
    day = min(span.last, today)
    return TeamYear(
        figures,
        span,
        tuple(_list_scored(reports, figures.place, span, day, viewer)),
        tuple(_list_counted(reports, figures.place, day, viewer)),
        build_work(reports, team, span, today, viewer),
    )


def _find_span(last: Month) -> YearSpan:
    first = last - 11
    days = monthrange(last.year, last.month)[1]
    return YearSpan(date(first.year, first.month, 1), date(last.year, last.month, days))


def _list_scored(
    reports: Reports, team: Locality, span: YearSpan, day: date, viewer: Viewer
) -> Iterator[ScoredYear]:
    """Yield each scored record as it was last scored in the year, up to a day of it."""
    book = RecordBook(reports, viewer)
    for definition, last in _list_kept(book, team, day):
        if definition.scores is None:
            continue
        first = find_first_period(definition)
        cells = book.read(definition, [team.code], (first, last))
        scored = [cell.period for cell, kept in cells.items() if kept.entered.value is not None]
        latest = RecordPeriod.parse(definition.per, max(scored)) if scored else None
        if latest and latest >= RecordPeriod.find(definition.per, span.first):
            scores = score_team(definition, team, cells, latest)
            yield ScoredYear(definition, latest.name, scores)
        else:
            yield ScoredYear(definition, last.name, None)


def _list_counted(
    reports: Reports, team: Locality, day: date, viewer: Viewer
) -> Iterator[CountedYear]:
    """Yield each counted record over the year to the period that a day is in."""
    book = RecordBook(reports, viewer)
    for definition, last in _list_kept(book, team, day):
        if definition.counts is None:
            continue
        cells = book.read(definition, [team.code], (last.year_start, last))
        is_exact = book.decide(definition, team.code) is RowAccess.EXACT
        counts = count_team(definition, team, cells, last, is_exact)
        yield CountedYear(definition, last.name, counts)


def _list_kept(
    book: RecordBook, team: Locality, day: date
) -> Iterator[tuple[RecordDefinition, RecordPeriod]]:
    """Yield the records of a team that the viewer sees and that were kept, with the last period."""
    for definition in book.list_definitions():
        last = RecordPeriod.find(definition.per, day)
        is_seen = book.decide(definition, team.code) is not RowAccess.NONE
        if is_seen and last >= find_first_period(definition):
            yield definition, last
