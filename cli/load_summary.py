"""Describes what became of a file, or of a source of files, for the command line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from indicators.domain.catalogue import Service
from indicators.domain.refusals import group_refusals
from indicators.ports.load_outcome import PASSED_OVER, LoadOutcome
from indicators.ports.upload_service import LoadReport
from layouts.text.load_labels import name_contact, name_earlier, pluralise

_UNLIKELY = "nothing is refused, but something is unlikely. Check what is listed below."
_OUTCOMES = {
    LoadOutcome.LOADED: "loaded.",
    LoadOutcome.CHECKED: "no errors found.",
    LoadOutcome.ALREADY_LOADED: "already loaded; nothing changed.",
    LoadOutcome.REFUSED: "not loaded, because of the errors below. Correct them, or load the rest "
    "with --rest.",
    LoadOutcome.UNCONFIRMED: "not loaded, because something is unlikely. Check what is listed "
    "below.",
    LoadOutcome.EMPTY: "not loaded: no row has a figure.",
}
_DONE = {LoadOutcome.LOADED: "loaded", LoadOutcome.ALREADY_LOADED: "loaded before"} | dict.fromkeys(
    (LoadOutcome.CHECKED, LoadOutcome.REFUSED, LoadOutcome.UNCONFIRMED, LoadOutcome.EMPTY), "good"
)


def format_load_report(report: LoadReport, services: Mapping[str, Service]) -> str:
    """Return a report in sentences, with each refused cell on its own line."""
    if report.problem:
        return f"{report.file}: not loaded. {report.problem}"
    rows = (
        f"{pluralise(report.rows_read, 'row')} read: {report.rows_loaded} {_DONE[report.outcome]}, "
        f"{report.rows_refused} refused, {report.rows_blank} blank or not needed."
    )
    is_unlikely = report.outcome is LoadOutcome.CHECKED and report.to_confirm
    outcome = _UNLIKELY if is_unlikely else _OUTCOMES[report.outcome]
    if report.outcome is LoadOutcome.ALREADY_LOADED:
        outcome = f"already loaded{name_earlier(report)}; nothing changed."
    lines = [f"{report.file}: {outcome} {rows}"]
    if report.counts:
        c = report.counts
        lines[0] += f" Figures: {c.new} new, {c.restated} restated, {c.unchanged} unchanged."
    lines += [f"  Left out: {each}" for each in report.unused_rows]
    if report.hidden:
        lines += [f"  {each}" for each in (*report.hidden.sentences, report.hidden.remedy)]
    lines += [f"  {group}" for group in group_refusals(report.refusals)]
    lines += [f"  Check: {each}" for each in report.to_confirm]
    if report.to_confirm:
        lines.append(f"  If all of this is right, load it with --confirm {report.effect_key}.")
    if ask := name_contact(report, services):
        lines.append(f"  {ask}")
    return "\n".join(lines)


def format_pull_result(
    source: str, reports: Sequence[LoadReport], problem: str, services: Mapping[str, Service]
) -> Iterator[str]:
    """Yield lines about one source: its files, and its `problem` if it had one.

    Files that were loaded before are only counted.
    """
    before = sum(report.outcome is LoadOutcome.ALREADY_LOADED for report in reports)
    if reports or not problem:
        also = "".join(
            f" {count} {outcome} by a person before."
            for outcome in PASSED_OVER
            if (count := sum(report.outcome is outcome for report in reports))
        )
        yield f"{source}: {len(reports)} files, {before} of them loaded before.{also}"
    for report in reports:
        if report.outcome not in (LoadOutcome.ALREADY_LOADED, *PASSED_OVER):
            yield format_load_report(report, services)
        if report.waits:
            yield "  It is on the Data page for review."
    if problem:
        yield problem
