"""The gap to target in whole people, and the fewest places that hold at least half of it."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.core import Polarity
from indicators.stats.rules import Standard
from indicators.stats.target_gap import calculate_gap, count_shortfall

HIGHER = Standard(Decimal(90), Decimal(1), Polarity.HIGHER)
COUNTS = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
STANDARDS = st.builds(
    Standard,
    st.decimals(0, 100, places=1),
    st.just(Decimal(1)),
    st.sampled_from([Polarity.HIGHER, Polarity.LOWER]),
)


@given(counts=COUNTS, standard=STANDARDS)
def test_people_short_are_the_fewest_that_bring_a_figure_to_its_target(counts, standard):
    people, due = counts
    way = 1 if standard.better is Polarity.HIGHER else -1
    target = Fraction(standard.target)

    def there(changed):
        figure = Fraction(100 * changed, due)
        return figure >= target if way > 0 else figure <= target

    meant = 0
    while not there(people + way * meant):
        meant += 1
    assert count_shortfall(people, due, standard) == meant


@given(st.lists(st.tuples(COUNTS, STANDARDS), max_size=12))
def test_named_are_the_fewest_that_hold_at_least_half(areas):
    figures = {f"a{at}": (*counts, standard) for at, (counts, standard) in enumerate(areas)}
    gap = calculate_gap(figures)
    each = sorted((count_shortfall(*figure) for figure in figures.values()), reverse=True)
    assert gap.people == sum(each)
    assert gap.of == len(areas)
    assert gap.named_people * 2 >= gap.people
    assert not gap.people or (gap.named_people - gap.named[-1][1]) * 2 < gap.people
    assert gap.named_people == sum(each[: gap.few])
    if gap.people:
        share = Fraction(100 * gap.named_people, gap.people)
        assert abs(gap.share_pct - share) < 1
        assert (gap.share_pct == 100) == (share == 100)


def test_an_area_at_its_target_is_not_short_though_no_tick():
    gap = calculate_gap({"a": (90, 100, HIGHER), "b": (89, 100, HIGHER)})
    assert gap.short == (("b", 1),)


def test_of_as_many_people_the_first_is_named_first():
    gap = calculate_gap({"b": (80, 100, HIGHER), "a": (80, 100, HIGHER), "c": (85, 100, HIGHER)})
    assert [code for code, _ in gap.short] == ["b", "a", "c"]
    assert gap.few == 2
