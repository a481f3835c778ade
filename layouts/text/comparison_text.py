"""What the compare page says in words: the sentence on top, readings of charts, and its tables."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from indicators.domain.core import Polarity, Verdict
from indicators.reports.benchmarking import BaselineChange, FunnelStanding
from indicators.reports.comparison import BAD_SIDES, Comparison, has_funnel
from indicators.stats.intervals import ConfidenceLevel
from indicators.stats.rules import round_half_away
from indicators.stats.target_gap import MOST
from layouts.text import labels

LEVELS = {ConfidenceLevel.PERCENT_95: "95%", ConfidenceLevel.PERCENT_99_8: "99.8%"}
_CHANCE = {ConfidenceLevel.PERCENT_95: "1 in 20", ConfidenceLevel.PERCENT_99_8: "1 in 500"}


def count_places(count: int, words: tuple[str, str]) -> str:
    """“1 centre area”, “17 centre areas”."""
    return f"{count:,} {words[0] if count == 1 else words[1]}"


def summarise_gap(compared: Comparison, words: tuple[str, str]) -> str:
    """What stands first: who holds most of the gap to target, and what would close it.

    “3 of 17 centre areas account for 61% of the gap to target in early booking; 41 more first
    visits in time across them would bring each there.”
    """
    gap, focus = compared.gap, compared.focus
    name = labels.lower_first(focus.name)
    if not compared.figures:
        return f"There are no {words[1]} to compare."
    if gap is None:
        return _no_gap(compared, words)
    if not gap.short:
        every = f"all {gap.of} {words[1]}" if gap.of > 1 else f"the one {words[0]}"
        return f"No gap to target in {name}: {every} stand at it or on its good side."
    accounts, each = (
        ("accounts", "would bring it there")
        if gap.few == 1
        else ("account", "across them would bring each there")
    )
    return (
        f"{gap.few} of {count_places(gap.of, words)} {accounts} for {gap.share_pct}% of the gap to "
        f"target in {name}; {_people(compared, gap.named_people)} {each}."
    )


def explain_gap_rule(compared: Comparison, words: tuple[str, str]) -> str:
    """Who the sentence is about, and by which rule; empty where there is no gap."""
    gap = compared.gap
    if gap is None or not gap.short:
        return ""
    names = {place.code: place.name for place in compared.every}
    named = labels.join_names(f"{names[code]} ({people:,})" for code, people in gap.named)
    return (
        f"{named}. The gap is the people that each {words[0]} on the wrong side of its target is "
        f"short of the target itself, added up: {gap.people:,} over "
        f"{count_places(len(gap.short), words)}. "
        f"Named are the fewest that hold at least {MOST}% of it."
    )


def _people(compared: Comparison, count: int) -> str:
    turn = compared.focus.to_turn
    if turn is None:
        more = "more" if compared.focus.better is Polarity.HIGHER else "fewer"
        return f"{count:,} {more}"
    return f"{count:,} {turn.one if count == 1 else turn.many}"


def _no_gap(compared: Comparison, words: tuple[str, str]) -> str:
    name = compared.focus.name
    held = [figure for figure in compared.figures.values() if figure.target]
    if not held:
        return f"{name} has no target, so there is no gap to tell of."
    if any(figure.verdict for figure in held):
        return f"{name} is not sent as people, so its gap to target cannot be counted."
    return f"No {words[0]} has enough months of {labels.lower_first(name)} for a verdict."


def describe_order(compared: Comparison) -> dict[str, str]:
    """The ways to order, as the form names them."""
    if compared.focus.better is Polarity.NEITHER:
        return {"name": "Name", "worst": "Highest first", "best": "Lowest first"}
    return {"name": "Name", "worst": "Worst first", "best": "Best first"}


def get_aria_sort(compared: Comparison) -> str:
    """What the header of the indicator in view tells of the order of the rows."""
    falling = (compared.focus.better is Polarity.HIGHER) == (compared.choice.order == "best")
    return "descending" if falling else "ascending"


def describe_limit(level: ConfidenceLevel | None) -> str:
    """How far beyond chance: “beyond the 99.8% limits”."""
    return f"beyond the {LEVELS[level]} limits" if level else ""


def describe_standing(compared: Comparison, found: FunnelStanding) -> str:
    """Where a place stands in the funnel, in words."""
    if not found.level:
        return "within the limits" if found.interval else ""
    return _beyond(compared, found.level, found.side)


def _beyond(compared: Comparison, level: ConfidenceLevel, side: int) -> str:
    """“below the 95% limits (worse)”; without better or worse where neither way is."""
    where = f"{'above' if side > 0 else 'below'} the {LEVELS[level]} limits"
    bad = BAD_SIDES.get(compared.focus.better)
    return where if bad is None else f"{where} ({'worse' if side == bad else 'better'})"


def describe_funnel(compared: Comparison, standings: Sequence[FunnelStanding]) -> str:
    """Which places chance does not explain, by name."""
    if not has_funnel(compared.focus, compared.city[compared.focus.code]):
        return ""
    parts = []
    for level in (ConfidenceLevel.PERCENT_99_8, ConfidenceLevel.PERCENT_95):
        for side in (-1, 1):
            names = [s.place.name for s in standings if (s.level, s.side) == (level, side)]
            if names:
                stands = "stands" if len(names) == 1 else "stand"
                parts.append(f"{_named(names)} {stands} {_beyond(compared, level, side)}")
    if not parts:
        return "All lie within the limits: chance alone can make differences as large as these."
    return f"{'; '.join(parts)}. The others differ by no more than chance alone can make."


def _named(names: Sequence[str], most: int = 12) -> str:
    """The names, or for many the first of them and how many there are."""
    if len(names) <= most:
        return labels.join_names(names)
    return f"{', '.join(names[:most])} and {len(names) - most:,} more"


def format_interval(compared: Comparison, found: FunnelStanding) -> str:
    """“82.1% to 89.0%”, as the figure is shown."""
    if found.interval is None:
        return ""
    low, high = (
        labels.format_number(round_half_away(Fraction(b), 1), compared.focus)
        for b in found.interval
    )
    return f"{low} to {high}"


def describe_order_chart(compared: Comparison, standings: Sequence[FunnelStanding]) -> str:
    """How many places the target lies outside the interval of."""
    held = [s for s in standings if s.interval and s.figure.target]
    if not held:
        return ""
    below, above = 0, 0
    for each in held:
        target = float(each.figure.target.value) if each.figure.target else 0.0
        low, high = each.interval or (target, target)
        below, above = below + (high < target), above + (low > target)
    if compared.focus.better is Polarity.LOWER:
        below, above = above, below
    unsure = len(held) - below - above
    return (
        f"The target lies within the interval of {unsure} of {len(held)}: those cannot be told "
        f"from it by their 12 months. {below} {'is' if below == 1 else 'are'} surely worse than "
        f"target, {above} surely better."
    )


def describe_baseline_change(moved: Sequence[BaselineChange], words: tuple[str, str]) -> str:
    """How many places got better and worse since the baseline."""
    told = [m.change.direction for m in moved if m.change]
    if not told:
        return "No figure of the two can be compared: too few months, or counted in another way."
    ways = [way for way in ("better", "worse", "same", "higher", "lower") if way in told]
    parts = [f"{told.count(way)} {way if way != 'same' else 'the same'}" for way in ways]
    left = len(moved) - len(told)
    rest = f" {left} cannot be compared: too few months, or counted in another way." if left else ""
    return f"Of {count_places(len(told), words)}, {labels.join_names(parts)}.{rest}"


def describe_map(compared: Comparison) -> str:
    """How many places have each verdict."""
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
