"""Which period of a record is in view."""

from __future__ import annotations

from datetime import date

from indicators.access.permissions import Viewer
from indicators.records.record_definition import RecordDefinition
from indicators.records.record_period import RecordPeriod, list_periods
from indicators.reports.base import Reports
from indicators.reports.records.record_book import RecordBook, check_period, find_first_period
from indicators.reports.records.record_models import PeriodChoice

_OFFERED = 60
"""Periods in the list to choose from. Earlier ones have addresses too."""


def choose_period(
    reports: Reports,
    definition: RecordDefinition,
    asked: str,
    today: date,
    viewer: Viewer,
    team: str = "",
) -> PeriodChoice:
    """Return the period that an address asks for; "" is the latest in which anything was entered.

    Raises UserError for one that is no period of the record.
    """
    first = find_first_period(definition)
    last = max(RecordPeriod.find(definition.per, today), first)
    if asked:
        shown = RecordPeriod.parse(definition.per, asked)
        check_period(definition, shown, today)
    else:
        shown = _find_latest(reports, definition, viewer, team) or last
    offered = list_periods(max(first, last - (_OFFERED - 1)), last)
    if shown not in offered:
        offered.insert(0, shown)
    return PeriodChoice(
        shown,
        tuple(reversed(offered)),
        shown - 1 if shown > first else None,
        shown + 1 if shown < last else None,
    )


def _find_latest(
    reports: Reports, definition: RecordDefinition, viewer: Viewer, team: str
) -> RecordPeriod | None:
    book = RecordBook(reports, viewer)
    teams = [team] if team else [each.code for each in book.list_teams(definition)]
    code = book.find_latest(definition, teams)
    return RecordPeriod.parse(definition.per, code) if code else None
