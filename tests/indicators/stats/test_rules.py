"""The fast rules say exactly what the plain ones of tests/oracle.py say."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.core import Polarity, Verdict
from indicators.stats import rules
from indicators.stats.rules import Standard
from tests.support import oracle

DIRECTIONS = st.sampled_from([Polarity.HIGHER, Polarity.LOWER])
BOTH = pytest.mark.parametrize("better", [Polarity.HIGHER, Polarity.LOWER])
BAD = {Polarity.HIGHER: Verdict.CROSS, Polarity.LOWER: Verdict.TICK}
GOOD = {Polarity.HIGHER: Verdict.TICK, Polarity.LOWER: Verdict.CROSS}
CODES = {"tick": 1, "na": 0, "cross": -1}


def held(standard: Standard) -> oracle.Held:
    """The standard as the oracle wants it."""
    edges = Fraction(standard.target), Fraction(standard.tolerance)
    return oracle.Held(*edges, standard.better.value, standard.scale)


def expected(numerators, denominators, standard) -> list[int]:
    value = [
        Fraction(standard.scale * int(n), int(d))
        for n, d in zip(numerators, denominators, strict=True)
    ]
    return [CODES[oracle.verdict(v, held(standard))] for v in value]


def decimals(low: str, high: str, places: int = 3):
    return st.decimals(low, high, allow_nan=False, allow_infinity=False, places=places)


@st.composite
def standards(draw):
    places = draw(st.integers(0, 3))
    target = draw(decimals("0", "100", places))
    tolerance = draw(st.sampled_from(["1", "0.5", "2", "0.25", "0", "0.001"]))
    scale = draw(st.sampled_from([100, 100, 100, 1000, 1]))
    return Standard(target, Decimal(tolerance), draw(DIRECTIONS), scale)


@st.composite
def figures(draw, largest: int = 400):
    denominator = draw(st.integers(1, largest))
    return draw(st.integers(0, denominator)), denominator


# The verdict


@BOTH
def test_exactly_one_point_away_counts_at_all_990_edges_of_one_decimal(better):
    for tenths in range(1, 991):
        low, high = Decimal(tenths) / 10, Decimal(tenths + 10) / 10
        for people in (1000, 3000, 70_000):
            one = people // 1000
            below, above = tenths * one, (tenths + 10) * one
            against_low = Standard(low, Decimal(1), better)
            against_high = Standard(high, Decimal(1), better)
            assert rules.judge(above, people, against_low) is GOOD[better]
            assert rules.judge(above - 1, people, against_low) is Verdict.NA
            assert rules.judge(below, people, against_high) is BAD[better]
            assert rules.judge(below + 1, people, against_high) is Verdict.NA


@BOTH
def test_the_same_990_edges_hold_for_percentages_as_sent(better):
    for tenths in range(1, 991):
        sent = Fraction(str(Decimal(tenths + 10) / 10)) / 100
        standard = Standard(Decimal(tenths) / 10, Decimal(1), better)
        assert rules.judge(sent.numerator, sent.denominator, standard) is GOOD[better]
        short = Fraction(str(Decimal(tenths * 10 + 99) / 100)) / 100
        assert rules.judge(short.numerator, short.denominator, standard) is Verdict.NA


@given(st.lists(figures(), max_size=40), standards())
def test_many_verdicts_at_once_are_those_of_the_plain_rule(pairs, standard):
    num, den = [n for n, _ in pairs], [d for _, d in pairs]
    judged = rules.judge_arrays(np.array(num, np.int64), np.array(den, np.int64), standard)
    assert judged.tolist() == expected(num, den, standard)


@given(figures(), standards())
def test_one_verdict_is_that_of_the_plain_rule(pair, standard):
    value = Fraction(standard.scale * pair[0], pair[1])
    assert rules.judge(*pair, standard) == oracle.verdict(value, held(standard))  # type: ignore[call-arg]


@given(st.integers(0, 1), standards())
def test_one_person_is_judged_like_any_number(numerator, standard):
    value = Fraction(standard.scale * numerator)
    assert rules.judge(numerator, 1, standard) == oracle.verdict(value, held(standard))


@BOTH
@pytest.mark.parametrize("length", [1, 16_383, 16_384, 16_385, 50_001])
def test_every_figure_of_a_long_array_is_judged_in_its_place(length, better):
    draws = np.random.default_rng(length)
    den = draws.integers(1, 60, length)
    num = draws.integers(0, den + 1)
    standard = Standard(Decimal("49.5"), Decimal("0.5"), better)
    assert rules.judge_arrays(num, den, standard).tolist() == expected(num, den, standard)


@BOTH
def test_no_figures_give_no_verdicts(better):
    standard = Standard(Decimal(90), Decimal(1), better)
    for nothing in ([], np.array([], np.int64), np.array([], object)):
        assert rules.judge_arrays(nothing, nothing, standard).tolist() == []


@given(
    st.lists(st.tuples(*[st.integers(2**54, 2**63 - 1)] * 2), min_size=1, max_size=8), standards()
)
def test_numbers_at_the_64_bit_limit_do_not_overflow(pairs, standard):
    num, den = [min(p) for p in pairs], [max(p) for p in pairs]
    judged = rules.judge_arrays(np.array(num, np.int64), np.array(den, np.int64), standard)
    assert judged.tolist() == expected(num, den, standard)


@BOTH
def test_one_in_four_quintillions_decides_at_the_edge(better):
    standard = Standard(Decimal(90), Decimal(1), better)
    people = 2**62 // 100 * 100
    edge = people // 100 * 91
    num = np.array([edge - 1, edge, edge + 1])
    judged = rules.judge_arrays(num, np.full(3, people), standard)
    assert judged.tolist() == [0, CODES[GOOD[better]], CODES[GOOD[better]]]


@pytest.mark.parametrize(
    "dtype", ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "object"]
)
def test_how_narrow_the_numbers_are_kept_does_not_change_a_verdict(dtype):
    widest = 127 if dtype == "object" else np.iinfo(dtype).max
    den = np.array([100, 100, 100, widest, widest], dtype)
    num = np.array([91, 90, 89, widest, 0], dtype)
    for target in ("90", "0.5", "90.125"):
        standard = Standard(Decimal(target), Decimal(1), Polarity.HIGHER)
        assert rules.judge_arrays(num, den, standard).tolist() == expected(num, den, standard)


@pytest.mark.parametrize("kept", [np.uint64, object])
def test_numbers_kept_differently_are_judged_together(kept):
    standard = Standard(Decimal("90.5"), Decimal(1), Polarity.HIGHER)
    num, den = [2**62, 2**61], [2**62, 2**62]
    judged = rules.judge_arrays(np.array(num, kept), np.array(den, np.int64), standard)
    assert judged.tolist() == expected(num, den, standard)


def test_binary_floats_are_refused_rather_than_judged_wrongly():
    standard = Standard(Decimal(90), Decimal(1), Polarity.HIGHER)
    with pytest.raises(TypeError, match="whole numbers"):
        rules.judge_arrays([0.91], [1.0], standard)


@pytest.mark.parametrize(("people", "told"), [(0, Verdict.TICK), (1, Verdict.CROSS)])
def test_a_target_of_none_at_all_is_met_by_none_at_all(people, told):
    # 1% of a target of 0 is 0: both edges fall together, and a tick is asked for first.
    standard = Standard(Decimal(0), Decimal(0), Polarity.LOWER, 1)
    assert rules.judge(people, 1, standard) is told
    assert rules.count_people_to_turn(people, 1, standard) == (people or None)


# People to the next verdict


@given(figures(), standards())
def test_people_to_turn_are_found_by_trying_one_after_the_other(pair, standard):
    found = rules.count_people_to_turn(*pair, standard)  # type: ignore[call-arg]
    assert found == oracle.people_to_turn(*pair, held(standard))  # type: ignore[call-arg]


@given(st.integers(0, 500), decimals("1", "300", 1), DIRECTIONS)
def test_people_to_turn_a_count_have_no_upper_end(number, target, better):
    standard = Standard(target, target / 100, better, 1)
    assert rules.count_people_to_turn(number, 1, standard) == oracle.people_to_turn(
        number, 1, held(standard)
    )


@given(figures(10**15), standards())
def test_so_many_people_turn_it_and_one_fewer_does_not(pair, standard):
    numerator, denominator = pair
    found = rules.count_people_to_turn(numerator, denominator, standard)
    if found is None:
        return
    step = 1 if standard.better is Polarity.HIGHER else -1
    rank = list(CODES.values()).index
    was, short, turned = (
        -rank(CODES[rules.judge(numerator + step * moved, denominator, standard)])
        for moved in (0, found - 1, found)
    )
    assert found >= 1
    assert was == short < turned


# Figures as shown


@given(st.fractions(-1000, 1000, max_denominator=5000), st.integers(0, 6))
def test_figures_are_rounded_half_away_from_zero(figure, places):
    seen = rules.round_half_away(figure, places)
    assert Fraction(seen) == oracle.rounded(figure, places)
    assert -int(seen.as_tuple().exponent) == places


@given(st.integers(-(10**6), 10**6), st.integers(0, 4))
def test_a_half_goes_away_from_zero(whole, places):
    half = (Decimal(whole) + Decimal("0.5").copy_sign(whole)).scaleb(-places)
    away = (Decimal(whole) + Decimal(1).copy_sign(whole)).scaleb(-places)
    assert rules.round_half_away(half, places) == away


def test_what_rounds_to_nothing_is_not_shown_as_minus_nothing():
    assert str(rules.round_half_away(Fraction(-1, 100), 1)) == "0.0"
    assert str(rules.round_half_away(Fraction(-6, 100), 1)) == "-0.1"


def test_very_large_figures_are_rounded_too():
    assert str(rules.round_half_away(Fraction(10**40 + 1, 2), 1)) == f"5{'0' * 39}.5"


@given(figures(3000), standards(), st.integers(0, 1))
def test_a_figure_is_shown_with_the_fewest_decimals_that_keep_its_verdict_visible(
    pair, standard, least
):
    figure = Fraction(standard.scale * pair[0], pair[1])
    seen = rules.round_for_display(figure, standard, least)
    assert -int(seen.as_tuple().exponent) == oracle.decimals_to_show(figure, held(standard), least)
    assert Fraction(seen) == oracle.rounded(figure, -int(seen.as_tuple().exponent))
    assert oracle.verdict(Fraction(seen), held(standard)) == oracle.verdict(figure, held(standard))


def test_a_figure_ever_so_short_of_an_edge_is_not_shown_on_it():
    standard = Standard(Decimal(90), Decimal(1), Polarity.HIGHER)
    seen = rules.round_for_display(91 - Fraction(1, 10**40), standard)
    assert Fraction(seen) == 91 - Fraction(1, 10**40)


@given(st.fractions(0, 100))
def test_without_a_target_one_decimal_is_enough(figure):
    assert Fraction(rules.round_for_display(figure, None)) == oracle.rounded(figure, 1)


# Change


@given(
    st.fractions(0, 100, max_denominator=50),
    st.fractions(0, 100, max_denominator=50),
    st.sampled_from(Polarity),
)
def test_a_change_is_judged_by_its_direction_alone(figure, baseline, better):
    assert rules.calculate_points_change(figure, baseline, better) == oracle.change(
        figure, baseline, better.value
    )


@given(st.fractions(0, 100), st.sampled_from(Polarity))
def test_no_change_is_neither_better_nor_worse(figure, better):
    assert rules.calculate_points_change(figure, figure, better) == (0, "same")
