"""Labels, number formats and names of states, shared by pages, sheets and the API."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from indicators.domain.catalogue_parts.indicator_parts import Target
from indicators.domain.core import Frequency, ObservationStatus, Unit, Verdict
from indicators.domain.indicator import Indicator
from indicators.domain.periods import Month, format_day
from indicators.figures.change import Change
from indicators.figures.figure import Figure
from indicators.stats.rules import round_change, round_half_away

VERDICTS = {Verdict.TICK: "Tick", Verdict.NA: "N/A", Verdict.CROSS: "Cross"}
VERDICT_MEANS = {
    Verdict.TICK: "better than target by 1 point or more",
    Verdict.NA: "within 1 point of target",
    Verdict.CROSS: "worse than target by 1 point or more",
}
MARKS = {
    ObservationStatus.NOT_AVAILABLE: "[x]",
    ObservationStatus.INCOMPLETE: "[i]",
    ObservationStatus.HIDDEN: "[c]",
    ObservationStatus.NOT_APPLICABLE: "[z]",
}
MARK_MEANS = {
    ObservationStatus.NOT_AVAILABLE: "not available",
    ObservationStatus.INCOMPLETE: "incomplete: some data is missing",
    ObservationStatus.HIDDEN: "hidden to protect people: small, or would reveal a small number",
    ObservationStatus.NOT_APPLICABLE: "not applicable",
}
ADJECTIVES = {every: f"{every}ly" for every in Frequency}
TODAYS_AREAS = "By today’s areas"
ACTION_RULE = (
    "Listed are every cross, and every N/A that is worsening: a real change on last year, or a "
    "real deterioration in single months. Any other N/A is within its target's tolerance and is "
    "not listed."
)
AS_AT = "This page shows the figures the dashboard had at the end of that day."
SYNTHETIC = (
    "These figures are generated to show how the dashboard works. "
    "They do not describe any real child, family or service."
)


def label_as_at(day: date) -> str:
    """Return the label of a past day: “As at 14 September 2026”."""
    return f"As at {format_day(day)}"


def label_todays_areas(latest: Month) -> str:
    """Return the sentence that says which areas every month is added up from."""
    return f"Every month uses the areas of {latest.name}."


def format_number(figure: Decimal | int, indicator: Indicator) -> str:
    """Return a rounded figure with its unit: 88.9%, 12.3 per 1,000, 1,234."""
    return f"{figure:,}{format_unit(indicator)}"


def format_unit(indicator: Indicator) -> str:
    """Return what follows a figure: “%”, “ per 1,000”; nothing for a count."""
    if indicator.unit is Unit.PERCENT:
        return "%"
    return f" per {indicator.per:,}" if indicator.unit is Unit.RATE else ""


def format_figure(shown: Figure, indicator: Indicator) -> str:
    """Return the figure as it is printed everywhere, or its mark where there is no figure."""
    if shown.shown is None:
        return MARKS[shown.status]
    return format_number(shown.shown, indicator)


def format_counts(shown: Figure, indicator: Indicator) -> str:
    """Return the people behind a figure, as “213 of 240”; empty for counts and without a figure."""
    added = shown.sum
    if shown.value is None or indicator.unit is Unit.COUNT:
        return ""
    if not added.counted:
        return _describe_mean(shown, indicator)
    return f"{added.numerator:,} of {added.denominator:,}"


def _describe_mean(shown: Figure, indicator: Indicator) -> str:
    """Return what a mean of periods is a mean of, since some or all were sent without counts."""
    added, word = shown.sum, indicator.every.value
    one = "percentage" if indicator.unit is Unit.PERCENT else "rate"
    if added.months_with == indicator.months or added.wholes == (shown.span,):
        return f"sent as a {one} only"
    if not added.months_counted:
        return f"mean of the {one}s sent"
    counted, bare = (
        months // indicator.months
        for months in (added.months_counted, added.months_with - added.months_counted)
    )
    periods = choose_plural(counted, word, f"{word}s")
    return (
        f"mean of the {ADJECTIVES[indicator.every]} {one}s: {counted} {periods} with counts, "
        f"{bare} with a {one} only"
    )


def list_coverage_notes(shown: Figure) -> list[str]:
    """Return how a figure was sent, what is missing, and “no verdict” with too few months."""
    return [*list_shortfalls(shown), *list_decimals_notes(shown)]


def list_shortfalls(shown: Figure) -> list[str]:
    """Return the same without the decimals, which a table explains below it."""
    no_verdict = ["no verdict"] if shown.target and shown.too_few_months else []
    return [*list_wholes(shown), *list_missing_parts(shown), *no_verdict]


def list_decimals_notes(shown: Figure) -> list[str]:
    """Return why a figure has more decimals than the others of its column; none if it has not."""
    if shown.value is None or shown.shown is None:
        return []
    decimals = -int(shown.shown.as_tuple().exponent)
    if decimals <= 1:
        return []
    rounded = f"{round_half_away(shown.value, 1)}"
    return [f"{decimals} decimals, since {rounded} would have another verdict"]


def list_wholes(shown: Figure) -> list[str]:
    """Return how many years and quarters were sent as one figure, and not by month."""
    lines = []
    for length in (Frequency.YEAR, Frequency.QUARTER) if shown.sum.wholes else ():
        many = sum(whole.months == length.months for whole in shown.sum.wholes)
        if many:
            lines.append(f"sent as {choose_plural(many, f'a {length}', f'{many} {length}s')}")
    return lines


def list_missing_parts(shown: Figure) -> list[str]:
    """Return what is missing from a figure, a line each.

    “10 of 12 months”, “2 hidden”, “1 area month missing” where a team's month lacks an area.
    """
    added = shown.sum
    lines = []
    if added.months_with < added.months_of and (shown.value is not None or added.months_with):
        lines.append(f"{added.months_with} of {added.months_of} months")
    if added.months_hidden:
        lines.append(f"{added.months_hidden} hidden")
    if added.areas_missing:
        months = choose_plural(added.areas_missing, "area month", "area months")
        lines.append(f"{added.areas_missing} {months} missing")
    if added.areas_unpooled:
        months = choose_plural(added.areas_unpooled, "area month", "area months")
        lines.append(
            f"{added.areas_unpooled} {months} sent as percentages only, which cannot be pooled"
        )
    return lines


def label_verdict(shown: Figure) -> str:
    """Return the verdict in words, or why there is none."""
    if shown.verdict is not None:
        return VERDICTS[shown.verdict]
    if shown.value is None:
        return MARK_MEANS[shown.status].capitalize()
    if shown.other_target is not None and shown.other_target.per is not None:
        return f"No verdict: the target is for a {shown.other_target.per}"
    if shown.target is None:
        return "No target"
    return "No verdict: too few months"


def format_target(target: Target | None, indicator: Indicator) -> str:
    """Return a target with its unit, and its span if it has one: “90%”, “10 a month”."""
    if target is None:
        return ""
    number = format_number(target.value, indicator)
    return f"{number} a {target.per}" if target.per else number


def choose_plural(count: Fraction | Decimal | int, one: str, many: str) -> str:
    """Return the word for one or for many."""
    return one if count == 1 else many


def format_change(found: Change | None, indicator: Indicator) -> str:
    """Return the change since last year: “1.3 points better”, “no real change (+0.4 points)”."""
    if found is None:
        return ""
    if found.direction == "same":
        return "no change"
    if found.is_real is False:
        return f"no real change ({format_difference(found, indicator)})"
    text = format_direction(found, indicator)
    return text if found.is_real else f"{text} (cannot be tested)"


def format_direction(found: Change, indicator: Indicator) -> str:
    """Return the change by direction alone: “1.3 points better”, “2.0 fewer”, “60 more (worse)”."""
    size = abs(_round_points(found, indicator))
    if indicator.unit is Unit.PERCENT:
        return f"{size:,} {choose_plural(size, 'point', 'points')} {found.direction}"
    more, fewer = ("higher", "lower") if indicator.unit is Unit.RATE else ("more", "fewer")
    text = f"{size:,}{format_unit(indicator)} {more if found.points > 0 else fewer}"
    return text if found.direction in ("higher", "lower") else f"{text} ({found.direction})"


def format_difference(found: Change, indicator: Indicator) -> str:
    """Return the change with its sign: “+1.3 points”, “−0.4 points”."""
    size = _round_points(found, indicator)
    amount = _sign_number(size)
    if indicator.unit is not Unit.PERCENT:
        return f"{amount}{format_unit(indicator)}"
    return f"{amount} {choose_plural(abs(size), 'point', 'points')}"


def _round_points(found: Change, indicator: Indicator) -> Decimal:
    """Round a change as its figures are: the difference of two sums is whole."""
    if indicator.is_flow and found.points.denominator == 1:
        return Decimal(found.points.numerator)
    return round_change(found.points)


def format_change_interval(found: Change | None) -> str:
    """Return the interval of a change of a percentage: “−0.4 to +3.0 points”; else empty."""
    if found is None or found.interval is None:
        return ""
    low, high = (_sign_number(round_change(Fraction(bound))) for bound in found.interval)
    return f"{low} to {high} points"


def explain_change_test(found: Change | None) -> str:
    """Return what shows whether a change is real: its interval, or why it cannot be tested."""
    if found is None or found.direction == "same":
        return ""
    if found.interval is not None:
        return f"95% interval {format_change_interval(found)}"
    if found.is_real is not None:
        return "exact test of two counts"
    return "the two periods share months, or were sent without counts"


def _sign_number(number: Decimal) -> str:
    sign = "\u2212" if number < 0 else "+" if number > 0 else ""
    return f"{sign}{abs(number):,}"


def choose_change_class(found: Change) -> str:
    """Return the class of a change's cell: a colour only where the change is real."""
    if not found.is_real:
        return "chance"
    return found.direction if found.direction in ("better", "worse") else ""


def describe_people_needed(shown: Figure, indicator: Indicator) -> str:
    """Return the people needed for the next verdict: “3 more first visits on time”.

    Empty for a tick.
    """
    if shown.to_turn is None or indicator.to_turn is None:
        return ""
    words = indicator.to_turn.one if shown.to_turn == 1 else indicator.to_turn.many
    return f"{shown.to_turn:,} {words}"


def label_next_verdict(shown: Figure) -> str:
    """Return the next verdict up: “N/A” after a cross, “a tick” after an N/A."""
    return "N/A" if shown.verdict is Verdict.CROSS else "a tick"


def describe_next_verdict(shown: Figure, indicator: Indicator) -> str:
    """Return “3 more first visits on time needed for N/A”; empty for a tick."""
    needed = describe_people_needed(shown, indicator)
    return f"{needed} needed for {label_next_verdict(shown)}" if needed else ""


def describe_turn(was: Verdict, now: Verdict) -> str:
    """Return “tick to cross” or “N/A to tick”."""
    return " to ".join(VERDICTS[v] if v is Verdict.NA else VERDICTS[v].lower() for v in (was, now))


def join_names(names: Iterable[str]) -> str:
    """Return “a”, “a and b” or “a, b and c”."""
    every = list(names)
    if len(every) < 2:
        return "".join(every)
    return f"{', '.join(every[:-1])} and {every[-1]}"


def format_date(month: Month, day_of_month: int) -> str:
    """Return a date whose parts stay on one line."""
    return f"{day_of_month} {month.name}".replace(" ", "\u00a0")


def lower_first(name: str) -> str:
    """Return a name for the middle of a sentence; initials such as MMR keep their capitals."""
    return name if name[1:2].isupper() or not name[1:2].isalpha() else name[:1].lower() + name[1:]
