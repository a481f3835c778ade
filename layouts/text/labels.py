"""Every label, number format and state name, said once for page, sheet and API."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from indicators.domain.area_changes import AreaChange
from indicators.domain.catalogue import Indicator, Target
from indicators.domain.core import LocalityKind, ObservationStatus, Unit, Verdict
from indicators.domain.periods import Month, Period, format_day
from indicators.figures.figure import Change, Figure
from indicators.reports.home_report import VerdictTurn
from indicators.reports.models import (
    PlaceReport,
    ServiceArrival,
    find_nearest_to_turn,
    find_worst_change,
)
from indicators.reports.service_report import ServiceReport
from indicators.stats.rules import round_half_away

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
    ObservationStatus.INCOMPLETE: "incomplete: part of the data is not in",
    ObservationStatus.HIDDEN: "hidden by the sender to protect people",
    ObservationStatus.NOT_APPLICABLE: "not applicable",
}
TODAYS_AREAS = "By today’s areas"


AS_AT = "This is what the dashboard held at the end of that day."
SYNTHETIC = (
    "These figures are made up, to show how the dashboard works. "
    "They describe no real child, family or service."
)


def label_as_at(day: date) -> str:
    """The day that is looked back to."""
    return f"As at {format_day(day)}"


def label_todays_areas(latest: Month) -> str:
    """What the lens does: whichever month is looked at, these are the areas."""
    return f"Every month is added up from the areas of {latest.name}."


def describe_area_change(change: AreaChange, whole: str) -> str:
    """“Canley joined this team in April 2026”, “Canley became Canley North in April 2026”."""
    name, month = change.area.name, change.month.name
    if change.joined:
        return f"{name} joined this {whole} in {month}"
    if not change.ended:
        return f"{name} left this {whole} in {month}"
    became = join_names(area.name for area in change.became)
    return f"{name} became {became} in {month}" if became else f"{name} ended before {month}"


def describe_area_changes(report: PlaceReport, whole: str, *, by_today: bool) -> str:
    """What changed in a place's areas within the months shown, and what that means for them."""
    told = "; ".join(describe_area_change(change, whole) for change in report.changes)
    means = explain_unknown_areas(report) if by_today else ""
    if report.changes and not by_today and report.place.kind is not LocalityKind.AREA:
        means = "Earlier months are as they were."
    return " ".join(filter(None, (told and f"{told}.", means)))


def explain_unknown_areas(report: PlaceReport) -> str:
    """Why some months have no figures by today's areas; empty where all have."""
    if not report.untold:
        return ""
    split = [c.area.name for c in report.changes if len(c.became) > 1]
    whose = f"Figures of {join_names(split)}" if split else "Figures of areas that were split"
    return f"{whose} cannot be shared out among the parts: the months before have none of them."


def format_number(figure: Decimal | int, indicator: Indicator) -> str:
    """A shown figure with its unit: 88.9%, 4.2, 1,234."""
    return f"{figure:,}%" if indicator.unit is Unit.PERCENT else f"{figure:,}"


def format_figure(shown: Figure, indicator: Indicator) -> str:
    """The figure as it is printed everywhere, or the mark that stands for it."""
    if shown.shown is None:
        return MARKS[shown.status]
    return format_number(shown.shown, indicator)


def format_counts(shown: Figure, indicator: Indicator) -> str:
    """The people behind a figure, as “213 of 240”; empty where there are none to tell."""
    added = shown.sum
    if shown.value is None or indicator.unit is Unit.COUNT:
        return ""
    if not added.counted:
        return "mean of the percentages sent"
    return f"{added.numerator:,} of {added.denominator:,}"


def list_coverage_notes(shown: Figure) -> list[str]:
    """What is not behind a figure, a line each: “10 of 12 months”, “2 hidden”, “without 1 area
    month” where one is missing from its team's month, “no verdict” where too few are left.
    """
    added = shown.sum
    lines = []
    if added.months_with < added.months_of and (shown.value is not None or added.months_with):
        lines.append(f"{added.months_with} of {added.months_of} months")
    if added.months_hidden:
        lines.append(f"{added.months_hidden} hidden")
    if added.areas_missing:
        months = _plural(added.areas_missing, "area month", "area months")
        lines.append(f"without {added.areas_missing} {months}")
    if shown.target and shown.too_few_months:
        lines.append("no verdict")
    return lines


def label_verdict(shown: Figure) -> str:
    """The verdict in words, or why there is none."""
    if shown.verdict is not None:
        return VERDICTS[shown.verdict]
    if shown.value is None:
        return MARK_MEANS[shown.status].capitalize()
    if shown.target is None:
        return "No target"
    return "No verdict: too few months"


def format_target(held: Target | None, indicator: Indicator) -> str:
    return format_number(held.value, indicator) if held else ""


def _plural(count: Fraction | Decimal | int, one: str, many: str) -> str:
    return one if count == 1 else many


def format_change(found: Change | None, indicator: Indicator) -> str:
    """The change on last year: “1.3 points better”, “2.0 fewer”, “no change”."""
    if found is None:
        return ""
    if found.direction == "same":
        return "no change"
    size = round_half_away(abs(found.points), 1)
    told = f"{size:,}" if size else "under 0.1"
    if indicator.unit is Unit.PERCENT:
        return f"{told} {_plural(size, 'point', 'points')} {found.direction}"
    if found.direction in ("higher", "lower"):
        return f"{told} {'more' if found.direction == 'higher' else 'fewer'}"
    return f"{told} {found.direction}"


def describe_people_needed(shown: Figure, indicator: Indicator) -> str:
    """What it takes to turn the verdict: “3 more first visits in time”; empty for a tick."""
    if shown.to_turn is None or indicator.to_turn is None:
        return ""
    words = indicator.to_turn.one if shown.to_turn == 1 else indicator.to_turn.many
    return f"{shown.to_turn:,} {words}"


def label_next_verdict(shown: Figure) -> str:
    """What the verdict would turn into: “N/A” from a cross, “a tick” from an N/A."""
    return "N/A" if shown.verdict is Verdict.CROSS else "a tick"


def describe_turn(turn: VerdictTurn) -> str:
    """“Early booking: tick to cross”."""
    words = [VERDICTS[v] if v is Verdict.NA else VERDICTS[v].lower() for v in (turn.was, turn.now)]
    return f"{turn.indicator.name}: {words[0]} to {words[1]}"


def join_names(names: Iterable[str]) -> str:
    """“a”, “a and b”, “a, b and c”."""
    every = list(names)
    if len(every) < 2:
        return "".join(every)
    return f"{', '.join(every[:-1])} and {every[-1]}"


def format_date(month: Month, day_of_month: int) -> str:
    """A date whose parts stay on one line."""
    return f"{day_of_month} {month.name}".replace(" ", "\u00a0")


def describe_arrivals(month: Month, found: Iterable[ServiceArrival], areas: str) -> str:
    """“October 2026: midwifery in; health visiting in for 16 of 17 centre areas; children's centres
    not in (due by 14 November 2026).” `areas` is what they are called.
    """
    every = list(found)
    came = [lower_first(a.service.name) for a in every if a.arrived and not a.in_part]
    parts = [f"{join_names(came)} in"] if came else []
    parts += [
        f"{lower_first(a.service.name)} in for {a.areas} of {a.of} {areas}"
        for a in every
        if a.in_part
    ]
    parts += [
        f"{lower_first(a.service.name)} not in (due by {format_date(month + 1, a.service.due_day)})"
        for a in every
        if not a.arrived
    ]
    return f"{month.name}: {'; '.join(parts)}."


def lower_first(name: str) -> str:
    """For the middle of a sentence; initials such as MMR stay as they are."""
    return name if name[1:2].isupper() or not name[1:2].isalpha() else name[:1].lower() + name[1:]


def summarise_place(report: PlaceReport) -> list[str]:
    """The sentence or two on top of a place's page: what matters, from the data."""
    tally = report.verdicts
    ticks, nas, crosses = (tally[v] for v in (Verdict.TICK, Verdict.NA, Verdict.CROSS))
    rated = ticks + nas + crosses
    if not rated:
        return [_no_verdicts(row.rolling for row in report.rows)]
    sentences = [
        f"{crosses or 'No'} {_plural(crosses, 'cross', 'crosses')}, {nas} within 1 point of target "
        f"and {ticks} {_plural(ticks, 'tick', 'ticks')} among {rated} "
        f"{_plural(rated, 'indicator', 'indicators')} with a verdict."
    ]
    second = []
    worst = find_worst_change(report.rows)
    if worst and worst.change:
        size = round_half_away(abs(worst.change.points), 1)
        verb = "rose" if worst.change.points > 0 else "fell"
        points = f"{size} {_plural(size, 'point', 'points')}" if size else "under 0.1 points"
        second.append(f"{worst.indicator.name} {verb} {points} on the year before")
    nearest = find_nearest_to_turn(report.rows)
    if nearest:
        turn = describe_people_needed(nearest.rolling, nearest.indicator)
        name = lower_first(nearest.indicator.name)
        second.append(f"{turn} would turn the cross for {name} into N/A")
    if second:
        sentences.append("; ".join(second) + ".")
    return sentences


def _no_verdicts(figures: Iterable[Figure]) -> str:
    """Why there is no verdict at all."""
    held = any(figure.target for figure in figures)
    why = "has enough months for a verdict" if held else "has a target, so there are no verdicts"
    return f"No indicator {why}."


def list_load_notes(report: PlaceReport, names: Mapping[str, str]) -> list[str]:
    """What the loads said of figures on the page: “New birth visit, Canley, June 2026: ...”."""
    said = {
        f"{row.indicator.name}, {names[note.place]}, {_period(row.indicator, note.ended)}: "
        f"{note.text}": None
        for row in report.rows
        for note in row.rolling.sum.notes
    }
    return list(said)


def _period(indicator: Indicator, ended: Month) -> str:
    return Period(ended, indicator.months).name


def summarise_service(report: ServiceReport, places: tuple[str, str]) -> str:
    """How a service's indicators stand across the areas; `places` is what one and many are."""
    figures = [cell for row in report.cells.values() for cell in row.values()]
    tally = Counter(f.verdict for f in figures if f.verdict)
    if not tally:
        return _no_verdicts(figures)
    ticks, nas, crosses = (tally[v] for v in (Verdict.TICK, Verdict.NA, Verdict.CROSS))
    told = (
        f"{ticks} {_plural(ticks, 'tick', 'ticks')}, {nas} within 1 point and "
        f"{crosses} {_plural(crosses, 'cross', 'crosses')} "
        f"across {len(report.places)} {_plural(len(report.places), *places)}"
    )
    by_name = Counter(
        {
            lower_first(i.name): sum(
                report.cells[p.code][i.code].verdict is Verdict.CROSS for p in report.places
            )
            for i in report.indicators
        }
    )
    most = max(by_name.values())
    worst = [name for name, count in by_name.items() if count == most]
    if most < 2 or len(worst) == len(by_name):
        return f"{told}."
    return (
        f"{told}; most crosses are for {join_names(worst)} ({most}{' each' if worst[1:] else ''})."
    )
