"""The records of a team at the end of a year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from indicators.access.permissions import Viewer
from indicators.access.row_access import RowAccess
from indicators.domain.localities import Locality
from indicators.records.record_definition import RecordDefinition
from indicators.records.record_period import RecordPeriod
from indicators.reports.base import Reports
from indicators.reports.records.count_report import count_team
from indicators.reports.records.record_book import RecordBook, find_first_period
from indicators.reports.records.score_report import score_team
from indicators.reports.team_year.year_models import CountedYear, ScoredYear, YearSpan


def list_scored(
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


def list_counted(
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
