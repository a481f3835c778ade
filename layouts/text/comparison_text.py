"""Sentences of the compare page: the gap to target, captions of charts, words in tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from indicators.domain.core import Polarity, Verdict
from indicators.domain.indicator import Indicator
from indicators.domain.localities import Locality
from indicators.figures.change import Change
from indicators.reports.comparison_models import BaselineChange, Comparison, FunnelStanding, Matrix
from indicators.reports.outliers import BAD_SIDES, has_funnel
from indicators.stats.intervals import ConfidenceLevel
from indicators.stats.rules import round_half_away
from indicators.stats.target_gap import MOST
from layouts.text import labels
from layouts.text.figure_notes import list_decimals

CHANGE_MARKS = {"better": "▲", "worse": "▼", "higher": "★", "lower": "★", "": "·"}
"""The marks of the change view, which mean the same in the funnel: a dot is within chance.

None is a mark of a verdict: those are circle, diamond and square.
"""
_CHANGES = ("better", "worse", "higher", "lower", "without a real change", "cannot be tested")
LEVELS = {ConfidenceLevel.PERCENT_95: "95%", ConfidenceLevel.PERCENT_99_8: "99.8%"}


def count_places(count: int, words: tuple[str, str]) -> str:
    """Return “1 centre area”, “17 centre areas”."""
    return f"{count:,} {words[0] if count == 1 else words[1]}"


def summarise_gap(compared: Comparison, words: tuple[str, str]) -> str:
    """Return which places make up most of the gap to target, and the people they need.

    “3 of 17 centre areas account for 61% of the gap to target in early booking. They need 41 more
    first visits on time to reach it.”
    """
    gap, focus = compared.gap, compared.focus
    name = labels.lower_first(focus.name)
    if not compared.figures:
        return f"There are no {words[1]} to compare."
    if gap is None:
        return _explain_no_gap(compared, words)
    if not gap.short:
        every = f"all {gap.of} {words[1]} are" if gap.of > 1 else f"the one {words[0]} is"
        return f"No gap to target in {name}: {every} at the target or better."
    accounts, they_need = ("accounts", "It needs") if gap.few == 1 else ("account", "They need")
    return (
        f"{gap.few} of {count_places(gap.of, words)} {accounts} for {gap.share_pct}% of the gap to "
        f"target in {name}. {they_need} {_count_people(compared, gap.named_people)} to reach it."
    )


def name_gap_places(compared: Comparison) -> str:
    """Return the places that the sentence counts, “Foleshill (36), Radford (20).”, or ""."""
    gap = compared.gap
    if gap is None or not gap.short:
        return ""
    names = {place.code: place.name for place in compared.every}
    return labels.join_names(f"{names[code]} ({people:,})" for code, people in gap.named) + "."


def format_gap(compared: Comparison, place: Locality) -> str:
    """Return the people a place is short of the target, 0 where it is met, "" without a verdict."""
    gap = compared.gap
    if gap is None or compared.figures[place.code].verdict is None:
        return ""
    return f"{dict(gap.short).get(place.code, 0):,}"


def explain_gap_rule(compared: Comparison, words: tuple[str, str]) -> str:
    """Return how the gap is counted and which places the sentence names; "" where there is none."""
    gap = compared.gap
    if gap is None or not gap.short:
        return ""
    return (
        f"The gap is the number of people needed to reach the target, added up over every "
        f"{words[0]} that misses it: {gap.people:,} people in "
        f"{count_places(len(gap.short), words)}. "
        f"The sentence at the top names the fewest {words[1]} that make up at least {MOST}% of it."
    )


def _count_people(compared: Comparison, count: int) -> str:
    turn = compared.focus.to_turn
    if turn is None:
        more = "more" if compared.focus.better is Polarity.HIGHER else "fewer"
        return f"{count:,} {more}"
    return f"{count:,} {turn.one if count == 1 else turn.many}"


def _explain_no_gap(compared: Comparison, words: tuple[str, str]) -> str:
    name = compared.focus.name
    with_target = [figure for figure in compared.figures.values() if figure.target]
    if not with_target:
        other = next((f.other_target for f in compared.figures.values() if f.other_target), None)
        if other:
            target = labels.format_target(other, compared.focus)
            return f"The target of {labels.lower_first(name)} is {target}: 12 months have no gap."
        return f"{name} has no target, so there is no gap to target."
    if any(figure.verdict for figure in with_target):
        return f"{name} is sent without numbers of people, so its gap to target cannot be counted."
    return f"No {words[0]} has enough months of {labels.lower_first(name)} for a verdict."


def describe_order(compared: Comparison) -> dict[str, str]:
    """Return the choices of order, as the form names them."""
    if compared.focus.better is Polarity.NEITHER:
        return {"name": "Name", "worst": "Highest first", "best": "Lowest first"}
    return {"name": "Name", "worst": "Worst first", "best": "Best first"}


def get_aria_sort(compared: Comparison) -> str:
    """Return the `aria-sort` value of the selected indicator's header."""
    falling = (compared.focus.better is Polarity.HIGHER) == (compared.choice.order == "best")
    return "descending" if falling else "ascending"


def describe_limit(level: ConfidenceLevel | None) -> str:
    """Return “outside the 99.8% limits”; empty within the limits."""
    return f"outside the {LEVELS[level]} limits" if level else ""


def describe_funnel_position(compared: Comparison, found: FunnelStanding) -> str:
    """Return a place's position in the funnel, in words."""
    if not found.level:
        return "within the limits" if found.interval else ""
    return _describe_side(compared, found.level, found.side)


def _describe_side(compared: Comparison, level: ConfidenceLevel, side: int) -> str:
    """Return “below the 95% limits (worse)”; just the side where neither direction is better."""
    where = f"{'above' if side > 0 else 'below'} the {LEVELS[level]} limits"
    bad = BAD_SIDES.get(compared.focus.better)
    return where if bad is None else f"{where} ({'worse' if side == bad else 'better'})"


def describe_funnel(compared: Comparison, standings: Sequence[FunnelStanding]) -> str:
    """Return the names of the places beyond the limits."""
    if not has_funnel(compared.focus, compared.city[compared.focus.code]):
        return ""
    parts = []
    for level in (ConfidenceLevel.PERCENT_99_8, ConfidenceLevel.PERCENT_95):
        for side in (-1, 1):
            names = [s.place.name for s in standings if (s.level, s.side) == (level, side)]
            if names:
                verb = "is" if len(names) == 1 else "are"
                parts.append(f"{_join_first(names)} {verb} {_describe_side(compared, level, side)}")
    if not parts:
        return "All are within the limits: chance alone can explain differences of this size."
    return f"{'; '.join(parts)}. Chance alone can explain the differences between the others."


def _join_first(names: Sequence[str], most: int = 12) -> str:
    """Return the names, or the first of many and how many more there are."""
    if len(names) <= most:
        return labels.join_names(names)
    return f"{', '.join(names[:most])} and {len(names) - most:,} more"


def format_interval(compared: Comparison, found: FunnelStanding) -> str:
    """Return “82.1% to 89.0%”, as the figure is shown."""
    if found.interval is None:
        return ""
    low, high = (
        labels.format_number(round_half_away(Fraction(b), 1), compared.focus)
        for b in found.interval
    )
    return f"{low} to {high}"


def describe_order_chart(compared: Comparison, standings: Sequence[FunnelStanding]) -> str:
    """Return how many places' intervals contain the target, and how many do not."""
    rated = [s for s in standings if s.interval and s.figure.target]
    if not rated:
        return ""
    below, above = 0, 0
    for each in rated:
        target = float(each.figure.target.value) if each.figure.target else 0.0
        low, high = each.interval or (target, target)
        below, above = below + (high < target), above + (low > target)
    if compared.focus.better is Polarity.LOWER:
        below, above = above, below
    unsure = len(rated) - below - above
    return (
        f"The intervals of {unsure} of {len(rated)} contain the target, so their 12 months do not "
        f"show whether they differ from it. {below} {'is' if below == 1 else 'are'} worse than "
        f"target and {above or 'none'} better, by more than chance explains."
    )


def describe_baseline_change(moved: Sequence[BaselineChange], words: tuple[str, str]) -> str:
    """Return how many places really got better and worse since the baseline."""
    changes = [m.change for m in moved if m.change]
    if not changes:
        return "No figures can be compared: too few months, or another definition."
    counted = Counter(_name_change(change) for change in changes)
    parts = [f"{counted[way]} {way}" for way in _CHANGES if counted[way]]
    left = len(moved) - len(changes)
    rest = f" {left} cannot be compared: too few months, or another definition." if left else ""
    return f"Of {count_places(len(changes), words)}, {labels.join_names(parts)}.{rest}"


def _name_change(change: Change) -> str:
    """Return the direction of a real change, or what is known instead."""
    if change.is_real is None:
        return "cannot be tested"
    return change.real_direction or "without a real change"


def list_decimals_notes(matrix: Matrix, indicators: Sequence[Indicator]) -> list[str]:
    """Return which figures of a matrix have more decimals than their column, and why."""
    compared = matrix.comparison
    places = [
        (place.name, indicator, matrix.cells[place.code][indicator.code].figure)
        for place in compared.shown
        for indicator in indicators
    ]
    whole = [(compared.whole.name, each, compared.city[each.code]) for each in indicators]
    return list_decimals([*places, *whole])


def describe_map(compared: Comparison) -> str:
    """Return how many places have each verdict."""
    figures = [compared.figures[place.code] for place in compared.compared]
    counted = {v: sum(f.verdict is v for f in figures) for v in Verdict}
    named = {
        Verdict.TICK: ("tick", "ticks"),
        Verdict.NA: ("N/A", "N/As"),
        Verdict.CROSS: ("cross", "crosses"),
    }
    parts = [f"{n} {named[v][0] if n == 1 else named[v][1]}" for v, n in counted.items()]
    left = len(figures) - sum(counted.values())
    return f"{labels.join_names(parts)}{f'; {left} without a verdict' if left else ''}."
