"""What a pack states beside its figures: month, filters, loads, definitions and method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from indicators.domain.catalogue import Indicator
from indicators.domain.core import AreaBasis
from indicators.domain.periods import Month, format_day
from indicators.reports.base import Reports
from indicators.reports.comparison import Comparison
from indicators.store.observations import Load
from layouts.exports.sheet_style import describe_loads
from layouts.text import comparison_text, icon_labels, labels


@dataclass(frozen=True, slots=True)
class PackDescription:
    """What a pack says of itself: its title, what was chosen, the lines on top of it (the title
    first), and the loads behind its figures.
    """

    title: str
    filters: str
    lines: Sequence[str]
    loads: Sequence[Load]


def describe_pack(
    reports: Reports,
    compared: Comparison,
    words: tuple[str, str],
    loads: Sequence[Load],
    now: datetime,
) -> PackDescription:
    """What everything that leaves the dashboard says of itself."""
    programme = reports.catalogue.programme
    title, chosen = _title(reports, compared, words), describe_filters(reports, compared, words)
    lines = [
        title,
        f"{programme.name}, {programme.council}. Figures are for the 12 months to "
        f"{compared.month.name}.",
        f"Shown: {chosen}",
        f"Written {format_day(now)} from {describe_loads(loads)}",
    ]
    if reports.seen_on:
        lines.append(f"{labels.label_as_at(reports.seen_on)}. {labels.AS_AT}")
    if reports.has_synthetic():
        lines.append(f"Synthetic data. {labels.SYNTHETIC}")
    return PackDescription(title, chosen, lines, loads)


def _title(reports: Reports, compared: Comparison, words: tuple[str, str]) -> str:
    """What it is, of which month, as at which day if not now, and whether it is made up."""
    seen = f", {labels.lower_first(labels.label_as_at(reports.seen_on))}" if reports.seen_on else ""
    made_up = " (synthetic data)" if reports.has_synthetic() else ""
    return f"{compared.whole.name}: {words[1]} compared, {compared.month.name}{seen}{made_up}"


def describe_filters(reports: Reports, compared: Comparison, words: tuple[str, str]) -> str:
    """What was chosen, in one sentence; nothing is left out unsaid."""
    choice = compared.choice
    shown, of = len(compared.shown), len(compared.compared)
    service = reports.catalogue.services.get(choice.service)
    parts = [f"{shown:,} of {of:,} {words[1]}" if shown < of else f"{of:,} {words[1]}"]
    parts.append(f"indicators of {service.name}" if service else "all indicators")
    if choice.hub:
        parts.append(f"within {reports.places[choice.hub].name}")
    if choice.verdict:
        verdict = labels.VERDICTS[choice.verdict]
        parts.append(f"only those with {verdict} for {compared.focus.name}")
    if choice.order != "name":
        order = labels.lower_first(comparison_text.describe_order(compared)[choice.order])
        parts.append(f"{order} in {compared.focus.name}")
    if compared.pages > 1:
        parts.append(f"page {choice.page} of {compared.pages} of the comparison")
    if reports.lens is AreaBasis.TODAY:
        parts.append("earlier months by today's areas")
    else:
        parts.append("each month by the areas of that month")
    return f"{'; '.join(parts)}."


def describe_definition(indicator: Indicator, month: Month) -> list[str]:
    """What is counted over what and what it is held against, in the month."""
    found = indicator.find_definition(month)
    if found is None:
        return [f"No definition is in force in {month.name}."]
    out_of = f" out of {labels.lower_first(_clean(found.denominator))}" if found.denominator else ""
    lines = [f"Counted: {_clean(found.numerator)}{out_of}. Source: {_clean(found.source)}."]
    targets = [t for t in indicator.target if t.is_in_force(month) and t.definition == found.code]
    for target in targets:
        own = f" for {target.place}" if target.place else ""
        held = labels.format_target(target, indicator)
        lines.append(f"Target{own}: {held} from {target.from_.name}. {_clean(target.source)}.")
    if indicator.caveats:
        lines.append(f"Mind: {_clean(indicator.caveats)}.")
    return lines


def list_notes(compared: Comparison, loads: Sequence[Load]) -> list[tuple[str, str]]:
    """The method, the marks, every definition and every load: what it is about and what is said."""
    marks = [(labels.MARKS[status], means) for status, means in labels.MARK_MEANS.items()]
    loaded = [
        (f"Load {load.id}", f"{load.file}, loaded {format_day(load.loaded_at)}") for load in loads
    ]
    return [*list_rules(), *marks, *list_definitions(compared), *loaded]


def list_definitions(compared: Comparison) -> list[tuple[str, str]]:
    """What each indicator counts, over what, and what it is held against."""
    return [
        (indicator.name, " ".join(describe_definition(indicator, compared.month)))
        for indicator in compared.indicators
    ]


def list_rules() -> list[tuple[str, str]]:
    """How figures, verdicts, icons and intervals are worked out."""
    return [
        (
            "Figure",
            "The sum of the numerators over the sum of the denominators of the 12 months, and "
            "of the areas pooled; never a mean of percentages where counts were sent.",
        ),
        (
            "Verdict",
            "; ".join(f"{labels.VERDICTS[v]}: {means}" for v, means in labels.VERDICT_MEANS.items())
            + ". With under 9 of 12 months there is a figure and no verdict.",
        ),
        (
            "Variation and assurance",
            f"{icon_labels.ICONS_ARE} Source: NHS England, Making Data Count.",
        ),
        (
            "Interval",
            "Wilson's 95% interval of the proportion: where the truth behind the 12 months "
            "may well lie. Source: OHID, Technical guide: confidence intervals.",
        ),
        (
            "Against chance",
            "Funnel limits about the figure of the whole: beyond the 95% limits lies 1 in 20 by "
            "chance alone, beyond the 99.8% limits 1 in 500. Among many places some are expected "
            "beyond the nearer limits.",
        ),
    ]


def _clean(text: str) -> str:
    """On one line, without the stop at its end."""
    return " ".join(text.split()).rstrip(".")
