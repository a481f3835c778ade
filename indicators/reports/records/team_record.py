"""The record of one team in one period: what its form and its sheet start with."""

from __future__ import annotations

from datetime import date

from indicators.access.permissions import Viewer
from indicators.access.row_access import RowAccess
from indicators.records.record_period import RecordPeriod
from indicators.records.record_values import RecordCell
from indicators.reports.base import Reports
from indicators.reports.records.period_choice import choose_period
from indicators.reports.records.record_book import RecordBook, find_first_period
from indicators.reports.records.record_models import EnteredField, TeamRecord
from indicators.reports.records.team_scores import score_team


def build_team_record(
    reports: Reports, code: str, team_code: str, period: str, today: date, viewer: Viewer
) -> TeamRecord:
    """Return a team's record; a period of "" is the latest that the team entered.

    Raises UnknownRecordError, UnknownPlaceError, OutOfScopeError, and UserError for no period.
    """
    book = RecordBook(reports, viewer)
    definition = book.find_definition(code)
    team = book.find_team(definition, team_code)
    periods = choose_period(reports, definition, period, today, viewer, team.code)
    cells = book.read(definition, [team.code], (find_first_period(definition), periods.shown))
    codes = sorted({cell.period for cell in cells})
    before = (periods.shown - 1).code
    is_scored = definition.scores is not None
    start = codes[0] if is_scored and codes and codes[0] < before else ""
    return TeamRecord(
        definition,
        team,
        periods,
        book.decide(definition, team.code) is not RowAccess.EXACT,
        book.can_enter(definition, team.code) and reports.seen_on is None,
        tuple(
            EnteredField(
                field,
                *(
                    cells.get(RecordCell(team.code, each, field.code))
                    for each in (periods.shown.code, before, start)
                ),
            )
            for field in definition.field
        ),
        tuple(book.list_history(definition, team.code, periods.shown)),
        score_team(definition, team, cells, periods.shown) if is_scored else None,
        RecordPeriod.parse(definition.per, start) if start else None,
    )
