"""Every label, number format and state name, said once for page, sheet and API."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from indicators.catalogue import Indicator, Target
from indicators.figures import Change, Figure
from indicators.model import Status, Unit, Verdict
from indicators.periods import Month, day_name
from indicators.reports import (
    Arrival,
    PlaceReport,
    ServiceReport,
    Turn,
    nearest_to_turn,
    worst_change,
)
from indicators.rules import rounded

VERDICTS = {Verdict.TICK: "Tick", Verdict.NA: "N/A", Verdict.CROSS: "Cross"}
VERDICT_MEANS = {
    Verdict.TICK: "better than target by 1 point or more",
    Verdict.NA: "within 1 point of target",
    Verdict.CROSS: "worse than target by 1 point or more",
}
MARKS = {
    Status.NOT_AVAILABLE: "[x]",
    Status.HIDDEN: "[c]",
    Status.NOT_APPLICABLE: "[z]",
}
MARK_MEANS = {
    Status.NOT_AVAILABLE: "not available",
    Status.HIDDEN: "hidden to protect people",
    Status.NOT_APPLICABLE: "not applicable",
}
AS_AT = "This is what the dashboard held at the end of that day."
SYNTHETIC = (
    "These figures are made up, to show how the dashboard works. "
    "They describe no real child, family or service."
)


def as_at(day: date) -> str:
    """The day that is looked back to."""
    return f"As at {day_name(day)}"


def number(figure: Decimal | int, indicator: Indicator) -> str:
    """A shown figure with its unit: 88.9%, 4.2, 1,234."""
    return f"{figure:,}%" if indicator.unit is Unit.PERCENT else f"{figure:,}"


def figure(shown: Figure, indicator: Indicator) -> str:
    """The figure as it is printed everywhere, or the mark that stands for it."""
    if shown.shown is None:
        return MARKS[shown.status]
    return number(shown.shown, indicator)


def counts(shown: Figure, indicator: Indicator) -> str:
    """The people behind a figure, as “213 of 240”; empty where there are none to tell."""
    added = shown.sum
    if shown.value is None or indicator.unit is Unit.COUNT:
        return ""
    if not added.counted:
        return "mean of the percentages sent"
    return f"{added.numerator:,} of {added.denominator:,}"


def months_behind(shown: Figure) -> list[str]:
    """“10 of 12 months” where some are missing, “2 hidden” where that is why, “no verdict” where
    too few are left for one; else nothing."""
    added = shown.sum
    if shown.value is None or added.months_with == added.months_of:
        return []
    lines = [f"{added.months_with} of {added.months_of} months"]
    if added.months_hidden:
        lines.append(f"{added.months_hidden} hidden")
    if shown.target and shown.too_few_months:
        lines.append("no verdict")
    return lines


def verdict(shown: Figure) -> str:
    """The verdict in words, or why there is none."""
    if shown.verdict is not None:
        return VERDICTS[shown.verdict]
    if shown.value is None:
        return MARK_MEANS[shown.status].capitalize()
    if shown.target is None:
        return "No target"
    return "No verdict: too few months"


def target(held: Target | None, indicator: Indicator) -> str:
    return number(held.value, indicator) if held else ""


def _plural(count: Fraction | Decimal | int, one: str, many: str) -> str:
    return one if count == 1 else many


def change(found: Change | None, indicator: Indicator) -> str:
    """The change on last year: “1.3 points better”, “2.0 fewer”, “no change”."""
    if found is None:
        return ""
    if found.direction == "same":
        return "no change"
    size = rounded(abs(found.points), 1)
    told = f"{size:,}" if size else "under 0.1"
    if indicator.unit is Unit.PERCENT:
        return f"{told} {_plural(size, 'point', 'points')} {found.direction}"
    if found.direction in ("higher", "lower"):
        return f"{told} {'more' if found.direction == 'higher' else 'fewer'}"
    return f"{told} {found.direction}"


def to_turn(shown: Figure, indicator: Indicator) -> str:
    """What it takes to turn the verdict: “3 more first visits in time”; empty for a tick."""
    if shown.to_turn is None or indicator.to_turn is None:
        return ""
    words = indicator.to_turn.one if shown.to_turn == 1 else indicator.to_turn.many
    return f"{shown.to_turn:,} {words}"


def turned(turn: Turn) -> str:
    """“Early booking: tick to cross”."""
    words = [VERDICTS[v] if v is Verdict.NA else VERDICTS[v].lower() for v in (turn.was, turn.now)]
    return f"{turn.indicator.name}: {words[0]} to {words[1]}"


def listed(names: Iterable[str]) -> str:
    """“a”, “a and b”, “a, b and c”."""
    every = list(names)
    if len(every) < 2:
        return "".join(every)
    return f"{', '.join(every[:-1])} and {every[-1]}"


def day(month: Month, day_of_month: int) -> str:
    return f"{day_of_month} {month.name}"


def arrivals(month: Month, found: Iterable[Arrival]) -> str:
    """“October 2026: midwifery and health visiting in; children's centres not in, due 14 November
    2026.”."""
    every = list(found)
    came = [_sentence_case(a.service.name) for a in every if a.arrived]
    late = [a for a in every if not a.arrived]
    parts = [f"{listed(came)} in"] if came else []
    parts += [
        f"{_sentence_case(a.service.name)} not in, due {day(month + 1, a.service.due_day)}"
        for a in late
    ]
    return f"{month.name}: {'; '.join(parts)}."


def _sentence_case(name: str) -> str:
    """For the middle of a sentence; initials such as MMR stay as they are."""
    return name if name[1:2].isupper() or not name[1:2].isalpha() else name[:1].lower() + name[1:]


def summary(report: PlaceReport) -> list[str]:
    """The sentence or two on top of a place's page: what matters, from the data."""
    tally = report.verdicts
    rated = tally[Verdict.TICK] + tally[Verdict.NA] + tally[Verdict.CROSS]
    if not rated:
        return ["No indicator has a verdict for the 12 months to this month."]
    crosses = tally[Verdict.CROSS]
    told = (
        f"{crosses} {_plural(crosses, 'cross', 'crosses')}"
        f", {tally[Verdict.NA]} within 1 point of target"
        f" and {tally[Verdict.TICK]} {_plural(tally[Verdict.TICK], 'tick', 'ticks')}"
        f" among {rated} indicators with a target."
    )
    sentences = [told if crosses else f"No crosses. {told.split(', ', 1)[1].capitalize()}"]
    second = []
    worst = worst_change(report.rows)
    if worst and worst.change:
        size = rounded(abs(worst.change.points), 1)
        verb = "rose" if worst.change.points > 0 else "fell"
        second.append(
            f"{worst.indicator.name} {verb} {size} {_plural(size, 'point', 'points')} on last year"
        )
    nearest = nearest_to_turn(report.rows)
    if nearest:
        turn = to_turn(nearest.rolling, nearest.indicator)
        second.append(f"{turn} would turn the cross for {_sentence_case(nearest.indicator.name)}")
    if second:
        sentences.append("; ".join(second) + ".")
    return sentences


def spoken(shown: Figure, indicator: Indicator) -> str:
    """A figure for a screen reader or a tooltip, with its verdict."""
    if shown.value is None:
        return MARK_MEANS[shown.status]
    said = figure(shown, indicator)
    return f"{said}, {VERDICTS[shown.verdict]}" if shown.verdict else said


def service_summary(report: ServiceReport) -> str:
    """How a service's indicators stand across the areas, in a sentence."""
    figures = [cell for row in report.cells.values() for cell in row.values()]
    tally = Counter(f.verdict for f in figures if f.verdict)
    if not tally:
        held = any(f.target for f in figures)
        why = "enough months for a verdict" if held else "a target, so there are no verdicts"
        return f"None of these indicators has {why}."
    crosses = {
        i.name: sum(report.cells[p.code][i.code].verdict is Verdict.CROSS for p in report.places)
        for i in report.indicators
    }
    worst = max(crosses, key=lambda name: crosses[name])
    told = (
        f"{tally[Verdict.TICK]} {_plural(tally[Verdict.TICK], 'tick', 'ticks')}, "
        f"{tally[Verdict.NA]} within 1 point and "
        f"{tally[Verdict.CROSS]} {_plural(tally[Verdict.CROSS], 'cross', 'crosses')} "
        f"across {len(report.places)} {_plural(len(report.places), 'place', 'places')}"
    )
    if not crosses[worst]:
        return f"{told}."
    return f"{told}; most crosses are for {_sentence_case(worst)} ({crosses[worst]})."
