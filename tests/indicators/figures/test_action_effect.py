"""Scoring an action: against a slow oracle, at its edges, and with what it may not claim."""

import sys
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.actions.action_score import ActionScore, UnknownReason
from indicators.domain.periods import Month
from indicators.figures.action_effect import EffectQuestion, score_action
from indicators.figures.series import MonthWindow
from tests.support.oracle import segment_causes, segment_line

START = Month.of(2025, 4)
FIRST = START - 24
SCORED = START + 11


def ask(before, after, **changes) -> EffectQuestion:
    """An action that starts after the months `before`; `after` are the months from its start on."""
    values = [*before, *after]
    window = MonthWindow(START - len(before), START + (len(after) - 1))
    asked = EffectQuestion(window, values, ["v1"] * len(values), START, None, 1)
    return replace(asked, **{"shows_from": START} | changes)


USUAL = [50.0, 52.0, 49.0, 51.0] * 6
BETTER = [60.0] * 12


def test_a_lasting_rise_is_an_improvement_where_higher_is_better_and_worse_where_lower_is():
    assert score_action(ask(USUAL, BETTER)).score is ActionScore.IMPROVEMENT
    assert score_action(ask(USUAL, BETTER, direction=-1)).score is ActionScore.WORSE


def test_usual_months_are_no_signal():
    found = score_action(ask(USUAL, USUAL[:12]))
    assert (found.score, found.scored) == (ActionScore.NO_SIGNAL, SCORED)


def test_a_signal_that_has_gone_by_the_twelfth_month_is_none():
    after = [60.0] * 9 + [51.0, 49.0, 51.0]
    assert score_action(ask(USUAL, after)).score is ActionScore.NO_SIGNAL


def test_before_a_year_it_is_too_early_and_says_when_a_signal_could_show():
    found = score_action(ask(USUAL, BETTER[:11]))
    assert (found.score, found.could_show) == (ActionScore.TOO_EARLY, START + 6)


def test_an_effect_that_needs_time_is_looked_for_from_the_month_it_could_show():
    asked = ask(USUAL, [51.0, 49.0, 51.0, *BETTER], shows_from=START + 3)
    found = score_action(asked)
    assert (found.score, found.could_show, found.scored) == (
        ActionScore.IMPROVEMENT,
        START + 9,
        START + 14,
    )
    early = score_action(ask(USUAL, [51.0, *BETTER], shows_from=START + 3))
    assert early.score is ActionScore.TOO_EARLY


def test_the_score_of_the_first_year_stays_whatever_comes_later():
    later = ask(USUAL, [*BETTER, *USUAL[:12]])
    assert score_action(later).score is ActionScore.IMPROVEMENT
    assert score_action(later).scored == SCORED


def test_the_limits_are_those_before_the_start_even_if_the_action_changes_the_level():
    assert score_action(ask(USUAL, [60.0, 61.0] * 6)).score is ActionScore.IMPROVEMENT


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"start": None}, UnknownReason.NO_START),
        ({"direction": 0}, UnknownReason.NO_DIRECTION),
        ({"definitions": ["v1"] * 30 + ["v2"] * 6}, UnknownReason.DEFINITION_CHANGED),
        ({"rebases": [START]}, UnknownReason.REBASED),
        ({"others": [START - 11]}, UnknownReason.ANOTHER_ACTION),
        ({"others": [SCORED]}, UnknownReason.ANOTHER_ACTION),
    ],
)
def test_what_else_could_explain_it_means_nothing_can_be_told(changes, reason):
    found = score_action(ask(USUAL, BETTER, **changes))
    assert (found.score, found.reason) == (ActionScore.CANNOT_TELL, reason)


@pytest.mark.parametrize("changes", [{"rebases": [FIRST]}, {"others": [START - 12, SCORED + 1]}])
def test_what_was_before_or_came_after_does_not_matter(changes):
    assert score_action(ask(USUAL, BETTER, **changes)).score is ActionScore.IMPROVEMENT


def test_thirteen_months_before_the_start_are_needed():
    assert score_action(ask(USUAL[:13], BETTER)).score is ActionScore.IMPROVEMENT
    few = score_action(ask([None, *USUAL[:12]], BETTER))
    assert few.reason is UnknownReason.FEW_MONTHS_BEFORE


def test_nine_of_the_twelve_months_are_needed_and_the_last_of_them():
    gaps = [60.0, None] * 3 + [60.0] * 6
    assert score_action(ask(USUAL, gaps)).score is ActionScore.IMPROVEMENT
    for missing in ([None] * 4 + [60.0] * 8, [60.0] * 11 + [None]):
        assert score_action(ask(USUAL, missing)).reason is UnknownReason.MONTHS_MISSING


POINTS = st.integers(0, 12)
GAPPY = st.one_of(st.none(), POINTS)


@given(
    before=st.lists(GAPPY, min_size=24, max_size=24),
    after=st.lists(GAPPY, min_size=12, max_size=12),
    direction=st.sampled_from([1, -1]),
)
def test_the_score_is_what_a_slow_oracle_says(before, after, direction):
    known = [Fraction(value) for value in before if value is not None]
    later = [Fraction(value) for value in after if value is not None]
    found = score_action(ask(before, after, direction=direction)).score
    if len(known) < 13 or len(later) < 9 or after[-1] is None:
        assert found is ActionScore.CANNOT_TELL
        return
    line = segment_line(known, screened=True)
    _, side = segment_causes([*known, *later], line)[-1]
    wanted = {0: ActionScore.NO_SIGNAL, 1: ActionScore.IMPROVEMENT, -1: ActionScore.WORSE}
    assert found is wanted[side * direction]


@pytest.mark.parametrize(
    ("effect", "least", "most"), [(0.0, 0.0, 0.05), (2.0, 0.8, 1.0)], ids=["none", "two_sd"]
)
def test_at_most_1_in_20_without_an_effect_and_at_least_8_in_10_with_one_of_two_sd(
    effect, least, most, capsys
):
    chance = np.random.default_rng(20261129)
    series = chance.normal(80, 4, (2000, 36))
    series[:, 24:] += 4 * effect
    scores = [score_action(ask(row[:24].tolist(), row[24:].tolist())).score for row in series]
    share = scores.count(ActionScore.IMPROVEMENT) / len(scores)
    with capsys.disabled():
        sys.stdout.write(f"\nAn effect of {effect} SD: {share:.1%} scored as improvement\n")
    assert least <= share <= most
