"""Figures as shown: the target in force, the verdict, the people to turn it, the change."""

from fractions import Fraction

import pytest
from hypothesis import given

from indicators.domain.periods import Period, get_rolling_year
from indicators.figures.change import calculate_change
from indicators.figures.judge_figures import calculate_figure
from tests.support import generated_places, oracle
from tests.support.generated_places import EXAMPLES, GROUPS, KINDS, LAST, OF_EVERY_KIND, SEEDS


@OF_EVERY_KIND
@EXAMPLES
@given(seed=SEEDS)
def test_every_figure_is_judged_as_the_oracle_judges_it(code, seed):
    made = KINDS[code]
    cells = generated_places.some_cells(seed, made)
    series = generated_places.pooled(made, cells)
    for group in GROUPS:
        for span in generated_places.spans():
            said = calculate_figure(series, made, group, span)
            check(said, made, group, generated_places.answer(made, cells, group, span))


def is_a_number_of_people(made, meant, span):
    """A sum or the count of one month. A mean of months is shown with a decimal, even 16.0, and a
    span of months with only one of them in it as well: a column has the same decimals."""
    if made.unit != "count" or meant.value.denominator != 1:
        return False
    return made.gathering == "flow" or span.months == made.every.months


def check(said, made, group, meant):
    held = generated_places.held(made, said.span, group)
    assert (said.target is None) == (held is None)
    assert (said.status.value, said.value) == (meant.status, meant.value)
    if meant.value is None:
        assert (said.shown, said.verdict, said.to_turn) == (None, None, None)
        return
    least = 0 if is_a_number_of_people(made, meant, said.span) else 1
    places = oracle.decimals_to_show(meant.value, held, least) if held else least
    assert -said.shown.as_tuple().exponent == places
    assert Fraction(said.shown) == oracle.rounded(meant.value, places)
    enough = Fraction(meant.months_with, said.span.months) >= Fraction(9, 12)
    assert said.too_few_months is not enough
    judged = held if enough else None
    assert said.verdict == (oracle.verdict(meant.value, judged) if judged else None)
    if judged and meant.pooled:
        pair = said.sum.numerator, said.sum.denominator
        assert said.to_turn == oracle.people_to_turn(*pair, judged)
    else:
        assert said.to_turn is None


@OF_EVERY_KIND
@EXAMPLES
@given(seed=SEEDS)
def test_a_change_compares_whole_years_of_one_definition_only(code, seed):
    made = KINDS[code]
    cells = generated_places.some_cells(seed, made)
    series = generated_places.pooled(made, cells)
    for group in GROUPS:
        for now, before in ((LAST, LAST - 12), (LAST - 4, LAST - 12), (LAST, LAST)):
            spans = get_rolling_year(now), get_rolling_year(before)
            said = calculate_change(  # type: ignore[call-arg]
                *(calculate_figure(series, made, group, span) for span in spans), made
            )
            answers = [generated_places.answer(made, cells, group, span) for span in spans]
            codes = {generated_places.in_force(made, span.ended) for span in spans}
            if len(codes) > 1 or any(a.value is None or a.months_with < 9 for a in answers):
                assert said is None
                continue
            meant = oracle.change(answers[0].value, answers[1].value, made.better.value)
            assert (said.points, said.direction, said.since) == (*meant, spans[1])


@pytest.mark.parametrize(("length", "needed"), [(12, 9), (3, 3), (1, 1), (24, 18)])
def test_three_quarters_of_a_span_s_months_are_enough_for_a_verdict(length, needed):
    made = KINDS["unchanging"]
    span = Period(LAST, length)
    for have in (needed - 1, needed):
        cells = {
            ("c", LAST - at, "v1"): oracle.Cell(numerator=9, denominator=10) for at in range(have)
        }
        figure = calculate_figure(generated_places.pooled(made, cells), made, "solo", span)
        assert (figure.verdict is not None) == (have == needed)
        assert (figure.value is None) == (have == 0)
