"""The agendas of the sample's meetings: of all teams, read and judged at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from indicators.access.permissions import PARTNER
from indicators.actions.action import Action
from indicators.actions.escalation import Escalation
from indicators.domain.core import LocalityKind, Verdict
from indicators.domain.indicator import Indicator
from indicators.domain.localities import Locality
from indicators.domain.periods import Month
from indicators.figures.figure import Figure
from indicators.figures.icons import get_signal_window
from indicators.figures.series import MonthWindow
from indicators.meetings.agenda_rules import (
    AgendaFacts,
    AnsweredEscalation,
    DueDecision,
    IndicatorState,
    build_topics,
)
from indicators.meetings.meeting import Meeting, MeetingRecord
from indicators.reports.base import Reports
from indicators.reports.meetings.agenda_report import TeamAgenda
from indicators.reports.models import DashboardRow
from indicators.reports.overview.month_changes import PlaceChange
from indicators.reports.overview.priorities import list_lasting_improvements
from indicators.reports.place_report import judge_rows
from indicators.reports.verdict_rows import calculate_verdicts

_MOST_TURNED = 2
"""Verdicts that turned, of which a team talks about the first."""


@dataclass(frozen=True, slots=True)
class TeamBefore:
    """What a team has before a meeting: the last one, its actions, and decisions to look at again.

    `answered` is what it escalated and what has a reply that no meeting saw yet.
    """

    team: Locality
    day: date
    last: Meeting | None
    actions: Sequence[Action]
    answered: Sequence[Escalation]
    decisions: Sequence[tuple[Meeting, MeetingRecord, str]]
    """Each with the indicator that it was about."""


class SampleFigures:
    """The figures of a year of meetings, read once.

    No file of the sample changes an earlier month between the first of these meetings and the last,
    so what each saw is what the last one sees.
    """

    def __init__(self, reports: Reports, version: int, months: MonthWindow) -> None:
        self._reports = reports.after(version)
        self._known = reports.catalogue.indicators
        teams = [team.code for team in reports.places.list_by_kind(LocalityKind.TEAM)]
        shown = reports.catalogue.dashboard
        window = MonthWindow(get_signal_window(months.first).first, months.last)
        self._series = self._reports.read_series(teams, shown, window, PARTNER)
        self._city = self._reports.read_city_series(shown, window, PARTNER)
        both = (months.first - 1, *months.months)
        wanted = [(team, i.code, month) for team in teams for i in shown for month in both]
        self._verdicts = calculate_verdicts(self._reports, wanted, PARTNER)

    def build_agendas(
        self, version: int, month: Month, teams: Sequence[TeamBefore]
    ) -> list[TeamAgenda]:
        """Return the agendas of teams that meet about a month."""
        turned = {each.team.code: self._find_turned(each.team.code, month) for each in teams}
        wanted = {
            each.team.code: self._choose_indicators(each, turned[each.team.code]) for each in teams
        }
        series = self._series.restrict_to(get_signal_window(month))
        city = self._city.restrict_to(MonthWindow(month - 11, month))
        rows = judge_rows(self._reports, wanted, series, city)
        return [
            _build_agenda(each, version, month, rows[each.team.code], turned[each.team.code])
            for each in teams
        ]

    def _choose_indicators(self, team: TeamBefore, turned: Iterable[str]) -> list[Indicator]:
        codes = [
            *turned,
            *(action.indicator for action in team.actions if action.is_open),
            *(code for _, _, code in team.decisions),
            *(each.indicator for each in team.answered),
        ]
        return [self._known[code] for code in dict.fromkeys(codes) if code in self._known]

    def _find_turned(self, team: str, month: Month) -> dict[str, tuple[Figure, Figure]]:
        """Return the figures before and now of indicators whose verdict turned."""
        turned: dict[str, tuple[Figure, Figure]] = {}
        for indicator in self._reports.catalogue.dashboard:
            was, now = (self._verdicts[team, indicator.code, at] for at in (month - 1, month))
            if _has_turned(was, now) and len(turned) < _MOST_TURNED:
                turned[indicator.code] = was, now
        return turned


def _has_turned(was: Figure, now: Figure) -> bool:
    verdicts: tuple[Verdict | None, ...] = was.verdict, now.verdict
    return None not in verdicts and was.verdict is not now.verdict


def _build_agenda(
    before: TeamBefore,
    version: int,
    month: Month,
    rows: Mapping[str, DashboardRow],
    turned: Mapping[str, tuple[Figure, Figure]],
) -> TeamAgenda:
    improving = {row.indicator.code for row in list_lasting_improvements(rows.values())}
    states = [
        IndicatorState(
            each,
            has_turned=each in turned,
            is_worsening=row.is_worsening,
            is_improving=each in improving,
        )
        for each, row in rows.items()
    ]
    facts = AgendaFacts(
        day=before.day,
        last_meeting=before.last.closed_at if before.last else None,
        minutes=before.last.id if before.last else None,
        open_actions=[each for each in before.actions if each.is_open],
        answered=[AnsweredEscalation(e.id, e.indicator, e.action) for e in before.answered],
        indicators=states,
        decisions=[DueDecision(record.id, about) for _, record, about in before.decisions],
    )
    return TeamAgenda(
        team=before.team,
        month=month,
        data_version=version,
        topics=tuple(build_topics(facts)),
        rows=rows,
        changes={
            each: _describe_change(before.team, rows[each].indicator, both, rows[each])
            for each, both in turned.items()
        },
        actions={each.id: each for each in before.actions},
        agreements={},
        escalations={each.id: each for each in before.answered},
        feedback={},
        minutes=before.last,
        decisions={record.id: (meeting, record) for meeting, record, _ in before.decisions},
    )


def _describe_change(
    team: Locality, indicator: Indicator, both: tuple[Figure, Figure], row: DashboardRow
) -> PlaceChange:
    was, now = both
    return PlaceChange(team, indicator, was, now, row.signal, is_new_signal=False)
