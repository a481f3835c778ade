"""The list of records: what each is, and how far it is entered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from indicators.access.permissions import Viewer
from indicators.records.record_definition import RecordDefinition
from indicators.records.record_period import RecordPeriod
from indicators.reports.base import Reports
from indicators.reports.records.period_choice import choose_period
from indicators.reports.records.record_book import RecordBook


@dataclass(frozen=True, slots=True)
class RecordSummary:
    """One kind of record, and how many of the teams seen have entered its latest period.

    `own` is the team whose record the viewer enters, or "".
    """

    definition: RecordDefinition
    latest: RecordPeriod
    entered: int
    teams: int
    own: str


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
        found.append(RecordSummary(definition, latest, len(entered), len(teams), own))
    return found
