"""The scores of one team in a period: changes, band, and what would move it to the next."""

from __future__ import annotations

from collections.abc import Mapping

from indicators.domain.localities import Locality
from indicators.records.maturity import (
    Scores,
    count_mature,
    find_band,
    find_next_band,
    get_scale,
)
from indicators.records.record_definition import RecordDefinition
from indicators.records.record_period import RecordPeriod, list_periods
from indicators.records.record_values import RecordCell
from indicators.reports.records.record_book import Cells, find_first_period
from indicators.reports.records.record_models import ScoreCell, TeamScores

_TREND = 8
"""Periods of the trend."""


def score_team(
    definition: RecordDefinition, team: Locality, cells: Cells, period: RecordPeriod
) -> TeamScores:
    """Return what a team's scores come to in a period, and since the ones before."""
    by_period = _sort_scores(team.code, cells)
    now, before = by_period.get(period.code, {}), by_period.get((period - 1).code, {})
    codes = sorted(code for code in by_period if code <= period.code)
    first = by_period[codes[0]] if codes and codes[0] < period.code else {}
    trend = list_periods(max(period - (_TREND - 1), find_first_period(definition)), period)
    mature = _count(definition, now)
    return TeamScores(
        team,
        {
            field.code: _build_cell(definition, team.code, field.code, cells, period, before, first)
            for field in definition.field
        },
        len(now),
        mature,
        _subtract(mature, _count(definition, before)),
        _subtract(mature, _count(definition, first)),
        RecordPeriod.parse(definition.per, codes[0]) if codes else None,
        find_band(definition, now),
        find_next_band(definition, now),
        tuple((each, _count(definition, by_period.get(each.code, {}))) for each in trend),
    )


def _sort_scores(team: str, cells: Cells) -> Mapping[str, dict[str, int]]:
    """Return the scores of a team by period and field."""
    found: dict[str, dict[str, int]] = {}
    for cell, version in cells.items():
        if cell.team == team and version.entered.value is not None:
            found.setdefault(cell.period, {})[cell.field] = version.entered.value
    return found


def _build_cell(
    definition: RecordDefinition,
    team: str,
    field: str,
    cells: Cells,
    period: RecordPeriod,
    before: Scores,
    first: Scores,
) -> ScoreCell:
    version = cells.get(RecordCell(team, period.code, field))
    score = version.entered.value if version else None
    return ScoreCell(
        score,
        version.entered.evidence if version else "",
        score is not None and score >= get_scale(definition).mature_from,
        _subtract(score, before.get(field)),
        _subtract(score, first.get(field)),
    )


def _count(definition: RecordDefinition, scores: Scores) -> int | None:
    return count_mature(definition, scores) if scores else None


def _subtract(now: int | None, before: int | None) -> int | None:
    return None if now is None or before is None else now - before
