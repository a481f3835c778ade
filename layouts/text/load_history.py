"""The history and the changes of each load, in sentences for pages and the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from indicators.domain.core import LocalityKind, ObservationStatus
from indicators.domain.indicator import Indicator
from indicators.domain.loads import LaterLoad, Load, RevertResult
from indicators.domain.periods import Month, format_day
from indicators.ports.left_out import describe_left_out
from indicators.ports.load_effect import ChangedFigure, LoadLedger, SentFigure, TurnedVerdict
from layouts.text import labels
from layouts.text.load_labels import pluralise

LISTED = 50


def describe_figures(event: Load) -> str:
    """Return what an event did to the figures, in short."""
    if event.undoes is not None:
        return f"{event.figures_restated:,} changed, {event.figures_unchanged:,} left"
    return (
        f"{event.figures_new:,} new, {event.figures_restated:,} restated, "
        f"{event.figures_unchanged:,} unchanged"
    )


def describe_declaration(event: Load) -> str:
    """Return who declared that a loaded file holds counts, and why; "" if nobody had to."""
    if not event.declared_by or event.undoes is not None:
        return ""
    return f"Declared to hold counts by {event.declared_by}: {event.declared_why}"


def list_left_out(event: Load) -> list[str]:
    """Return what of the file was left out, as sentences."""
    return list(describe_left_out(event.left_out))


def format_event(event: Load) -> str:
    """Return one event as a line: “7  14 September 2026 09:30  UHCW.csv (midwifery, ...): ...”."""
    when = f"{event.id}  {format_day(event.loaded_at)} {event.loaded_at:%H:%M}"
    by = f" by {event.who}" if event.who else ""
    why = f" Reason: {event.why}" if event.why else ""
    if event.undoes is not None:
        return (
            f"{when}  load {event.undoes} ({event.file}) undone{by}: {event.figures_restated} "
            f"figures changed, {event.figures_unchanged} left.{why}"
        )
    refused = f", {pluralise(event.rows_refused, 'row')} refused" if event.rows_refused else ""
    undone = f" Undone by {event.undone_by}." if event.undone_by else ""
    declared = f" {describe_declaration(event)}".rstrip()
    what = f"{event.file} ({event.service}, {format_months(event)})"
    return f"{when}  {what} loaded{by}: {describe_figures(event)}{refused}.{why}{undone}{declared}"


def format_ledger(ledger: LoadLedger, kinds: Mapping[LocalityKind, tuple[str, str]]) -> list[str]:
    """Return an event, the verdicts and the figures it changed, at most LISTED of each."""
    flips = (describe_changed_verdict(flip, kinds) for flip in ledger.effect.turned)
    lines = [format_event(ledger.event)]
    lines += [f"Left out: {line}" for line in list_left_out(ledger.event)]
    lines += _list_changed(flips, "verdict")
    lines += _list_changed(map(_describe_changed_figure, ledger.effect.changed), "figure")
    if ledger.effect.new:
        lines.append(f"{_count_are(ledger.effect.new, 'figure')} new: there was none before.")
    if unknown := ledger.effect.unknown:
        belong = "belongs" if unknown == 1 else "belong"
        lines.append(
            f"{pluralise(unknown, 'figure')} {belong} to an indicator or place that is no longer "
            "in the council's files."
        )
    return lines


def format_undone(undone: RevertResult) -> list[str]:
    """Return what undoing a load did."""
    summary = (
        f"{undone.file} is undone (number {undone.event} in the history). "
        f"{pluralise(undone.removed, 'figure')} removed; for {undone.restored}, the earlier "
        "figure is restored."
    )
    lines = [summary]
    lines += [_describe_kept(each, "sent again in") for each in undone.repeated]
    lines += [_describe_kept(each, "since restated in") for each in undone.restated]
    return lines


def _describe_kept(each: LaterLoad, how: str) -> str:
    return f"{each.figures} kept: {how} load {each.load_id}, {each.file}."


def _count_are(count: int, noun: str) -> str:
    return f"{count:,} {noun} is" if count == 1 else f"{count:,} {noun}s are"


def format_months(event: Load) -> str:
    """Return the months an event covers: “April 2026 to October 2026”."""
    first, last = Month.from_number(event.first_ended), Month.from_number(event.last_ended)
    return first.name if first == last else f"{first.name} to {last.name}"


def _list_changed(lines: Iterable[str], noun: str) -> list[str]:
    every = list(lines)
    heading = f"{pluralise(len(every), noun)} changed{':' if every else '.'}"
    listed = [heading, *(f"  {line}" for line in every[:LISTED])]
    return [*listed, f"  and {len(every) - LISTED:,} more"] if len(every) > LISTED else listed


def describe_changed_verdict(
    flip: TurnedVerdict, kinds: Mapping[LocalityKind, tuple[str, str]]
) -> str:
    """Return a verdict that changed, as “Early booking, Canley team, 12 months to ...: ...”.

    `kinds` has the words for kinds of place (`Places.words`), because a team may share the name of
    its only area.
    """
    was, now = (
        f"{labels.label_verdict(each)} ({labels.format_figure(each, flip.indicator)})"
        for each in (flip.was, flip.now)
    )
    where = f"{flip.place.name} {kinds[flip.place.kind][0]}, 12 months to {flip.month.name}"
    return f"{flip.indicator.name}, {where}: {was}, now {now}"


def _describe_changed_figure(changed: ChangedFigure) -> str:
    where = f"{changed.indicator.name}, {changed.place.name}, {changed.period.name}"
    was, now = (
        format_ledger_figure(sent, changed.indicator) for sent in (changed.was, changed.now)
    )
    return f"{where}: {was}, now {now}"


def format_ledger_figure(sent: SentFigure | None, indicator: Indicator) -> str:
    """Return a figure as it was sent, with its note: “20 of 24”, “93.4%”, “not available”."""
    if sent is None:
        return "none"
    if sent.status is not ObservationStatus.OK:
        text = labels.MARK_MEANS[sent.status]
    elif sent.numerator is None:
        text = f"{sent.value}{labels.format_unit(indicator)}"
    elif sent.denominator is None:
        text = f"{sent.numerator:,}"
    else:
        text = f"{sent.numerator:,} of {sent.denominator:,}"
    return f"{text} ({sent.note})" if sent.note else text
