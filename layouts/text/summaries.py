"""Summary sentences of a place, a service and the home page: what matters, and what is missing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from indicators.domain.core import LocalityKind, Verdict
from indicators.domain.indicator import Indicator
from indicators.domain.localities import AreaChange, Locality
from indicators.domain.periods import Month, Period
from indicators.figures.figure import Figure
from indicators.figures.span_sum import Note
from indicators.reports.models import (
    DashboardRow,
    PlaceReport,
    ServiceArrival,
    ServiceReport,
    VerdictTurn,
    find_worst_change,
    rank_crosses,
)
from layouts.text.labels import (
    choose_plural,
    describe_next_verdict,
    describe_turn,
    format_change,
    format_date,
    format_figure,
    format_target,
    join_names,
    lower_first,
)

_PLACES_NAMED = 3


def summarise_place(report: PlaceReport) -> list[str]:
    """Return the one or two sentences at the top of a place's page: what matters most."""
    tally = report.verdicts
    ticks, nas, crosses = (tally[v] for v in (Verdict.TICK, Verdict.NA, Verdict.CROSS))
    rated = ticks + nas + crosses
    if not rated:
        return [_explain_no_verdicts(row.rolling for row in report.rows)]
    ranked = rank_crosses(report.rows)
    names = f": {join_names(lower_first(row.indicator.name) for row in ranked)}" if ranked else ""
    counts = (
        f"{crosses or 'No'} {choose_plural(crosses, 'cross', 'crosses')}{names}; {nas} within 1 "
        f"point of target and {ticks} {choose_plural(ticks, 'tick', 'ticks')}, of {rated} "
        f"{choose_plural(rated, 'indicator', 'indicators')} with a verdict."
    )
    if ranked:
        return [counts, describe_most_serious(ranked[0])]
    worst = find_worst_change(report.rows)
    if worst and worst.change:
        name, change = worst.indicator.name, format_change(worst.change, worst.indicator)
        return [counts, f"{name} is {change} than last year."]
    return [counts]


def describe_most_serious(row: DashboardRow) -> str:
    """Return a cross with its figure, target, change and the people it needs."""
    indicator, figure = row.indicator, row.rolling
    name, value = lower_first(indicator.name), format_figure(figure, indicator)
    target = format_target(row.target, indicator)
    text = f"Most serious: {name}, {value} against a target of {target}"
    if row.change and row.change.is_real:
        text += f", {format_change(row.change, indicator)} than last year"
    elif row.change and row.change.is_real is False:
        text += ", no real change since last year"
    if row.signal.is_concern and not (row.change and row.change.real_direction == "worse"):
        text += " but a real deterioration in single months"
    needed = describe_next_verdict(figure, indicator)
    return f"{text}. {needed}." if needed else f"{text}."


def _explain_no_verdicts(figures: Iterable[Figure]) -> str:
    """Return why there is no verdict at all."""
    every = list(figures)
    if any(figure.target for figure in every):
        return "No indicator has enough months for a verdict."
    if any(figure.other_target for figure in every):
        return "No indicator has a target for 12 months, so there are no verdicts."
    return "No indicator has a target, so there are no verdicts."


def list_load_notes(report: PlaceReport, places: Mapping[str, Locality]) -> list[str]:
    """Return the notes that came with the page's figures, those of the same words on one line.

    “New birth visit, Canley, June 2026: ...”.
    """
    lines = []
    for row in report.rows:
        alike: dict[str, dict[Note, None]] = {}
        for note in row.rolling.sum.notes:
            alike.setdefault(note.text, {})[note] = None
        lines += [
            f"{row.indicator.name}, {_name_noted(row.indicator, list(notes), places)}: {text}"
            for text, notes in alike.items()
        ]
    return lines


def _name_noted(indicator: Indicator, notes: list[Note], places: Mapping[str, Locality]) -> str:
    """Return the places and the first and last period that a note is of."""
    names = list(dict.fromkeys(places[note.place].name for note in notes))
    first, last = (_name_period(indicator, end(note.ended for note in notes)) for end in (min, max))
    where = join_names(names) if len(names) <= _PLACES_NAMED else f"{len(names)} places"
    return f"{where}, {first}" if first == last else f"{where}, {first} to {last}"


def _name_period(indicator: Indicator, ended: Month) -> str:
    return Period(ended, indicator.months).name


def summarise_service(report: ServiceReport, places: tuple[str, str]) -> str:
    """Return how a service's indicators compare with target across the areas.

    `places` holds the words for one and many of them.
    """
    figures = [cell for row in report.cells.values() for cell in row.values()]
    tally = Counter(f.verdict for f in figures if f.verdict)
    if not tally:
        return _explain_no_verdicts(figures)
    ticks, nas, crosses = (tally[v] for v in (Verdict.TICK, Verdict.NA, Verdict.CROSS))
    counts = (
        f"{ticks:,} {choose_plural(ticks, 'tick', 'ticks')}, {nas:,} within 1 point and "
        f"{crosses:,} {choose_plural(crosses, 'cross', 'crosses')} "
        f"across {len(report.places):,} {choose_plural(len(report.places), *places)}"
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
        return f"{counts}."
    each = " each" if worst[1:] else ""
    return f"{counts}; most crosses are for {join_names(worst)} ({most:,}{each})."


def describe_verdict_change(turn: VerdictTurn) -> str:
    """Return “Early booking: tick to cross”."""
    return f"{turn.indicator.name}: {describe_turn(turn.was, turn.now)}"


def describe_arrivals(
    month: Month, found: Iterable[ServiceArrival], areas: str, today: date
) -> str:
    """Return what is overdue and which services' figures have been received for a month.

    “Overdue since 14 November 2026: children's centres. Received for October 2026: midwifery;
    health visiting for 16 of 17 centre areas.” `areas` is what areas are called here.
    """
    every = list(found)
    received = [lower_first(a.service.name) for a in every if a.arrived and not a.in_part]
    received += [
        f"{lower_first(a.service.name)} for {a.areas} of {a.of} {areas}" for a in every if a.in_part
    ]
    waited = defaultdict(list)
    for arrival in every:
        if not arrival.arrived:
            waited[arrival.service.due_day].append(lower_first(arrival.service.name))
    sentences = [
        f"{_describe_due(month, day, today)}: {join_names(services)}."
        for day, services in sorted(waited.items())
    ]
    if received:
        sentences.append(f"Received for {month.name}: {join_names(received)}.")
    return " ".join(sentences)


def _describe_due(month: Month, due_day: int, today: date) -> str:
    due = format_date(month + 1, due_day)
    is_overdue = today > date((month + 1).year, (month + 1).month, due_day)
    return f"Overdue since {due}" if is_overdue else f"Due {due}"


def describe_area_change(change: AreaChange, whole: str) -> str:
    """Return “Canley joined this team in April 2026” or “Canley became Canley North in …”."""
    name, month = change.area.name, change.month.name
    if change.joined:
        return f"{name} joined this {whole} in {month}"
    if not change.ended:
        return f"{name} left this {whole} in {month}"
    became = join_names(area.name for area in change.became)
    return f"{name} became {became} in {month}" if became else f"{name} ended before {month}"


def describe_area_changes(report: PlaceReport, whole: str, *, by_today: bool) -> str:
    """Return what changed in a place's areas in the months shown, and what it means for them."""
    changes = "; ".join(describe_area_change(change, whole) for change in report.changes)
    means = explain_unknown_areas(report) if by_today else ""
    if report.changes and not by_today and report.place.kind is not LocalityKind.AREA:
        means = "Earlier months use the areas of their time."
    return " ".join(filter(None, (changes and f"{changes}.", means)))


def explain_unknown_areas(report: PlaceReport) -> str:
    """Return why some months have no figures by today's areas; empty where all have."""
    if not report.incomparable_areas:
        return ""
    split = [c.area.name for c in report.changes if len(c.became) > 1]
    areas = f"Figures for {join_names(split)}" if split else "Figures for areas that were split"
    return f"{areas} cannot be divided between the new areas, so the months before leave them out."
