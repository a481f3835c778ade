"""What was tried, and what the months after it showed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from indicators.access.permissions import Viewer
from indicators.actions.action import Action
from indicators.actions.action_fields import ActionField, ExpectedDirection
from indicators.actions.action_score import ActionEffect, ActionScore, UnknownReason
from indicators.domain.core import Frequency, Polarity
from indicators.domain.indicator import Indicator
from indicators.domain.periods import Month
from indicators.figures.action_effect import (
    BASELINE_MONTHS,
    SCORED_AFTER,
    EffectQuestion,
    score_action,
)
from indicators.figures.month_states import OK
from indicators.figures.series import MonthWindow, Series
from indicators.reports.actions.board_models import BoardRow
from indicators.reports.base import Reports

_BETTER = {Polarity.HIGHER: 1, Polarity.LOWER: -1, Polarity.NEITHER: 0}
_EXPECTED = {ExpectedDirection.UP.value: 1, ExpectedDirection.DOWN.value: -1}


@dataclass(frozen=True, slots=True)
class ScoredAction:
    """An action with an indicator, and what the months after its start showed."""

    action: Action
    indicator: Indicator
    effect: ActionEffect


def score_actions(
    reports: Reports, actions: Sequence[Action], viewer: Viewer
) -> list[ScoredAction]:
    """Return the score of each action that is about an indicator; one query reads all months."""
    known = reports.catalogue.indicators
    about = [each for each in actions if each.indicator in known]
    months = reports.find_months() if about else None
    if months is None:
        return []
    window = _choose_window(about, months.latest or months.shown)
    indicators = list({each.indicator: known[each.indicator] for each in about}.values())
    codes = list(dict.fromkeys(_choose_place(each) for each in about))
    series = reports.read_series(codes, indicators, window, viewer)
    return [
        ScoredAction(each, known[each.indicator], _score(reports, each, about, series))
        for each in about
    ]


def build_board_rows(
    reports: Reports,
    shown: Sequence[Action],
    every: Sequence[Action],
    today: date,
    viewer: Viewer,
) -> tuple[BoardRow, ...]:
    """Return the rows of some actions. `every` holds those that may be at the same time."""
    ids = {action.id for action in shown}
    indicators = {action.indicator for action in shown}
    scored = score_actions(reports, [a for a in every if a.indicator in indicators], viewer)
    effects = {each.action.id: each.effect for each in scored if each.action.id in ids}
    places, known = reports.places, reports.catalogue.indicators
    return tuple(
        BoardRow(
            action,
            places[action.team],
            tuple(places[code] for code in action.areas),
            known.get(action.indicator),
            effects.get(action.id),
            action.is_overdue(today),
        )
        for action in shown
    )


def _choose_place(action: Action) -> str:
    """Return the place whose months tell: the one area that an action is for, else its team."""
    return action.areas[0] if len(action.areas) == 1 else action.team


def _choose_window(actions: Sequence[Action], latest: Month) -> MonthWindow:
    starts = [each.started for each in actions if each.started and each.started <= latest]
    first = min(starts, default=latest) - (BASELINE_MONTHS + SCORED_AFTER)
    return MonthWindow(first, latest)


def _score(
    reports: Reports,
    action: Action,
    others: Sequence[Action],
    series: Series,
) -> ActionEffect:
    indicator, place = reports.catalogue.indicators[action.indicator], _choose_place(action)
    if indicator.every is not Frequency.MONTH:
        return ActionEffect(ActionScore.CANNOT_TELL, UnknownReason.NOT_MONTHLY)
    shows_from = action.fields[ActionField.EXPECTED_FROM]
    return score_action(
        EffectQuestion(
            series.window,
            _list_figures(series, indicator.code, place),
            [indicator.get_definition_code_at(month) for month in series.window.months],
            action.started,
            Month.parse(shows_from) if shows_from else None,
            _find_direction(action, indicator),
            _list_rebases(reports, indicator.code, place),
            _list_other_starts(action, others),
        )
    )


def _list_figures(series: Series, indicator: str, place: str) -> list[float | None]:
    """Return the figure of each month, whatever its definition."""
    i, p = series.indicators[indicator], series.places[place]
    return [
        float(series.get_figure_at(i, p, m)) if series.state[i, p, m] == OK else None
        for m in range(series.window.length)
    ]


def _find_direction(action: Action, indicator: Indicator) -> int:
    """Return which way is better; where neither is, the way the team expected."""
    expected = _EXPECTED.get(action.fields[ActionField.EXPECTED_DIRECTION], 0)
    return _BETTER[indicator.better] or expected


def _list_rebases(reports: Reports, indicator: str, place: str) -> list[Month]:
    events = reports.events.of(indicator, place, reports.places)
    return [event.month for event in events if event.rebase]


def _list_other_starts(action: Action, others: Sequence[Action]) -> list[Month]:
    """Return when other actions on the same figure started: of the team and one of its areas."""
    return [
        other.started
        for other in others
        if other.id != action.id
        and other.started is not None
        and (other.team, other.indicator) == (action.team, action.indicator)
        and (not other.areas or not action.areas or set(other.areas) & set(action.areas))
    ]
