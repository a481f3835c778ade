"""The history and the ledger in sentences, for the command line and whatever else lists them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from indicators.domain.catalogue import Indicator
from indicators.domain.core import LocalityKind, ObservationStatus, Unit
from indicators.domain.periods import Month, format_day
from indicators.reports.load_ledger import ChangedFigure, LedgerFigure, LoadLedger, TurnedVerdict
from indicators.store.observations import Load
from indicators.store.revert_load import LaterLoad, RevertResult
from layouts.text import labels, load_labels

LISTED = 50
_DID = {"verdict": "turned", "figure": "changed"}


def describe_figures(event: Load) -> str:
    """What an event did to the figures, in short."""
    if event.undoes is not None:
        return f"{event.figures_restated:,} changed, {event.figures_unchanged:,} left"
    return (
        f"{event.figures_new:,} new, {event.figures_restated:,} restated, "
        f"{event.figures_unchanged:,} unchanged"
    )


def format_event(event: Load) -> str:
    """One event in one line: “7  14 September 2026 09:30  UHCW.csv (midwifery, ...): ...”."""
    when = f"{event.id}  {format_day(event.loaded_at)} {event.loaded_at:%H:%M}"
    by = f" by {event.who}" if event.who else ""
    why = f" Why: {event.why}" if event.why else ""
    if event.undoes is not None:
        did = f"{event.figures_restated} figures changed, {event.figures_unchanged} left"
        return f"{when}  load {event.undoes} ({event.file}) undone{by}: {did}.{why}"
    refused = (
        f", {load_labels.pluralise(event.rows_refused, 'row')} refused"
        if event.rows_refused
        else ""
    )
    undone = f" Undone by {event.undone_by}." if event.undone_by else ""
    what = f"{event.file} ({event.service}, {format_months(event)})"
    return f"{when}  {what} loaded{by}: {describe_figures(event)}{refused}.{why}{undone}"


def format_ledger(ledger: LoadLedger, kinds: Mapping[LocalityKind, tuple[str, str]]) -> list[str]:
    """An event with what it changed and which verdicts turned, at most LISTED of each."""
    flips = (describe_turned_verdict(flip, kinds) for flip in ledger.flips)
    lines = [format_event(ledger.event), *_listed(flips, "verdict")]
    lines += _listed(map(_changed, ledger.changed), "figure")
    if ledger.new:
        lines.append(f"{_are(ledger.new, 'figure')} new: there was none before.")
    if ledger.unknown:
        told = "of an indicator or place that is no longer in the files."
        lines.append(f"{_are(ledger.unknown, 'figure')} {told}")
    return lines


def format_undone(undone: RevertResult) -> list[str]:
    """What undoing a load did."""
    lines = [
        f"{undone.file} is undone, as number {undone.event} of the history. "
        f"{_are(undone.taken_away, 'figure')} gone, and for {undone.restored} the earlier one "
        "stands again."
    ]
    lines += [_later(each, "sent again by") for each in undone.said_again]
    lines += [_later(each, "since restated by") for each in undone.restated]
    return lines


def _later(each: LaterLoad, how: str) -> str:
    return f"{each.figures} stay: {how} load {each.load_id}, {each.file}."


def _are(count: int, noun: str) -> str:
    return f"{count:,} {noun} is" if count == 1 else f"{count:,} {noun}s are"


def format_months(event: Load) -> str:
    first, last = Month.from_number(event.first_ended), Month.from_number(event.last_ended)
    return first.name if first == last else f"{first.name} to {last.name}"


def _listed(lines: Iterable[str], noun: str) -> list[str]:
    every = list(lines)
    what = f"{noun if len(every) == 1 else f'{noun}s'} {_DID[noun]}{':' if every else '.'}"
    told = [f"{len(every):,} {what}", *(f"  {line}" for line in every[:LISTED])]
    return [*told, f"  and {len(every) - LISTED:,} more"] if len(every) > LISTED else told


def describe_turned_verdict(
    flip: TurnedVerdict, kinds: Mapping[LocalityKind, tuple[str, str]]
) -> str:
    """A verdict that turned. `kinds` are the words for kinds of place, as `Places.words` has them:
    a team may have the name of its one area.
    """
    was, now = (
        f"{labels.label_verdict(each)} ({labels.format_figure(each, flip.indicator)})"
        for each in (flip.was, flip.now)
    )
    where = f"{flip.place.name} {kinds[flip.place.kind][0]}, 12 months to {flip.month.name}"
    return f"{flip.indicator.name}, {where}: {was}, now {now}"


def _changed(changed: ChangedFigure) -> str:
    where = f"{changed.indicator.name}, {changed.place.name}, {changed.period.name}"
    was, now = (
        format_ledger_figure(sent, changed.indicator) for sent in (changed.was, changed.now)
    )
    return f"{where}: {was}, now {now}"


def format_ledger_figure(sent: LedgerFigure | None, indicator: Indicator) -> str:
    if sent is None:
        return "none"
    if sent.status is not ObservationStatus.OK:
        told = labels.MARK_MEANS[sent.status]
    elif sent.numerator is None:
        told = f"{sent.value}{'%' if indicator.unit is Unit.PERCENT else ''}"
    elif sent.denominator is None:
        told = f"{sent.numerator:,}"
    else:
        told = f"{sent.numerator:,} of {sent.denominator:,}"
    return f"{told} ({sent.note})" if sent.note else told
