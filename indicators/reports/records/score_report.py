"""Scored records of every team."""

from __future__ import annotations

from datetime import date

from indicators.access.permissions import Viewer
from indicators.reports.base import Reports
from indicators.reports.records.period_choice import choose_period
from indicators.reports.records.record_book import RecordBook, find_first_period
from indicators.reports.records.record_models import ScoreReport
from indicators.reports.records.team_scores import score_team


def build_score_report(
    reports: Reports, code: str, period: str, today: date, viewer: Viewer
) -> ScoreReport:
    """Return a scored record in a period; "" is the latest with scores.

    Raises UnknownRecordError, and UserError for no period of it.
    """
    book = RecordBook(reports, viewer)
    definition = book.find_definition(code)
    periods = choose_period(reports, definition, period, today, viewer)
    teams = book.list_teams(definition, periods.shown)
    span = find_first_period(definition), periods.shown
    cells = book.read(definition, [team.code for team in teams], span)
    return ScoreReport(
        definition,
        periods,
        tuple(score_team(definition, team, cells, periods.shown) for team in teams),
    )
