"""The list of records: what each is, and how far it is entered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from indicators.access.permissions import Viewer
from indicators.records.record_definition import RecordDefinition
from indicators.records.record_period import RecordPeriod
from indicators.reports.base import Reports
from indicators.reports.records.period_choice import choose_period
from indicators.reports.records.record_book import RecordBook, find_first_period


@dataclass(frozen=True, slots=True)
class RecordSummary:
    """One kind of record, and how many of the teams seen have entered its latest period.

    `own` is the team whose record the viewer enters, or "", and `next_period` the one that it
    enters next: after the last it entered, but none that has not begun.
    """

    definition: RecordDefinition
    latest: RecordPeriod
    entered: int
    teams: int
    own: str
    next_period: RecordPeriod


def list_records(reports: Reports, today: date, viewer: Viewer) -> list[RecordSummary]:
    """Return every kind of record of which the viewer sees a team."""
    book, found = RecordBook(reports, viewer), []
    for definition in book.list_definitions():
        latest = choose_period(reports, definition, "", today, viewer).shown
        teams = [team.code for team in book.list_teams(definition, latest)]
        if not teams:
            continue
        entered = {cell.team for cell in book.read(definition, teams, (latest, latest))}
        own = viewer.team if book.can_enter(definition, viewer.team) else ""
        ahead = _find_next(book, definition, own, today) if own else latest
        found.append(RecordSummary(definition, latest, len(entered), len(teams), own, ahead))
    return found


def _find_next(
    book: RecordBook, definition: RecordDefinition, team: str, today: date
) -> RecordPeriod:
    current = max(RecordPeriod.find(definition.per, today), find_first_period(definition))
    code = book.find_latest(definition, [team])
    return min(RecordPeriod.parse(definition.per, code) + 1, current) if code else current
