"""How often a target was met, next to the assurance icon: the count first, never a guess."""

from __future__ import annotations

from indicators.figures.signal import Signal
from indicators.stats.spc import Assurance, AssuranceIcon

EXPECTED = {
    AssuranceIcon.PASS: "Expected to meet the target every {one}",
    AssuranceIcon.FAIL: "Expected to miss the target every {one}",
    AssuranceIcon.INCONSISTENT: "Can meet or miss the target in any {one}",
}
SHORT = {
    AssuranceIcon.PASS: "Will pass",
    AssuranceIcon.FAIL: "Will miss",
    AssuranceIcon.INCONSISTENT: "Hit or miss",
}


def label_assurance(signal: Signal) -> str:
    """Return the assurance icon in words, with the count; empty without a target or limits."""
    found, one = signal.assurance, signal.every.value
    if found is None:
        return ""
    if found.is_rare or found.is_usual:
        could = "could meet it" if found.is_rare else "could miss it"
        return (
            f"{describe_record(found, one)}. Its limits reach the target, so single {one}s {could}"
        )
    return f"{EXPECTED[found.icon].format(one=one)} ({count_met(found, one)})"


def label_assurance_briefly(found: Assurance) -> str:
    """Return one to three words for next to the icon."""
    if found.is_rare:
        return "Rarely met" if found.met else "Not met"
    if found.is_usual:
        return "Met so far" if found.met == found.points else "Mostly met"
    return SHORT[found.icon]


def describe_record(found: Assurance, one: str, target: str = "the target") -> str:
    """Return “Has not met the target in 60 months” or “Has met it in 2 of the last 60 months”."""
    if not found.met:
        return f"Has not met {target} in {_count_periods(found, one)}"
    if found.met == found.points:
        return f"Has met {target} in all of the last {_count_periods(found, one)}"
    only = "only " if found.is_rare else ""
    return f"Has met {target} in {only}{found.met} of the last {_count_periods(found, one)}"


def count_met(found: Assurance, one: str) -> str:
    """Return “met in 0 of the last 60 months”."""
    return f"met in {found.met} of the last {_count_periods(found, one)}"


def _count_periods(found: Assurance, one: str) -> str:
    words = f"{found.points} {one if found.points == 1 else f'{one}s'}"
    return words if found.unbroken else f"{words} with a figure"
