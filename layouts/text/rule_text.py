"""The rules of a variation chart that a point breaks, in words."""

from __future__ import annotations

from collections.abc import Iterable

from indicators.stats.xmr import BrokenRule, SpecialCause


def describe_rules(broken: Iterable[BrokenRule], many: str) -> str:
    """Return “above the limits and one of 7 or more months rising in a row”; empty if none.

    `many` is the word for many points.
    """
    return " and ".join(_describe_rule(rule, many) for rule in broken)


def _describe_rule(rule: BrokenRule, many: str) -> str:
    high = rule.side > 0
    side, limit = ("above", "upper") if high else ("below", "lower")
    return {
        SpecialCause.NONE: "",
        SpecialCause.OUTSIDE: f"{side} the limits",
        SpecialCause.TREND: f"one of 7 or more {many} {'rising' if high else 'falling'} in a row",
        SpecialCause.TWO_OF_THREE: f"one of 2 out of 3 {many} near the {limit} limit",
        SpecialCause.SHIFT: f"one of 7 or more {many} in a row {side} the mean",
    }[rule.cause]
