"""What a pack states with its figures: month, filters, loads, definitions and method."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from indicators.domain.core import AreaBasis
from indicators.domain.indicator import Indicator
from indicators.domain.loads import Load
from indicators.domain.periods import Month, format_day
from indicators.reports.base import Reports
from indicators.reports.comparison_models import Comparison
from layouts.exports.packs.pack import PackDescription
from layouts.text import comparison_text, icon_labels, labels
from layouts.text.area_basis_text import describe_area_basis, find_draft
from layouts.text.load_labels import describe_loads


def describe_pack(
    reports: Reports,
    compared: Comparison,
    words: tuple[str, str],
    loads: Sequence[Load],
    now: datetime,
) -> PackDescription:
    """Return what every pack states about itself."""
    programme = reports.catalogue.programme
    title, chosen = (
        _write_title(reports, compared, words),
        describe_filters(reports, compared, words),
    )
    month = compared.month.name
    source = describe_loads(loads, is_published=reports.scope.sees_only_published)
    lines = [
        title,
        f"{programme.name}, {programme.council}. Figures are for the 12 months to {month}.",
        f"Shown: {chosen}",
        f"Created {format_day(now)} from {source}",
    ]
    if areas := describe_area_basis(reports):
        lines.append(areas)
    if reports.seen_on:
        lines.append(f"{labels.label_as_at(reports.seen_on)}. {labels.AS_AT}")
    if reports.has_synthetic():
        lines.append(f"Synthetic data. {labels.SYNTHETIC}")
    return PackDescription(title, chosen, lines, loads)


def _write_title(reports: Reports, compared: Comparison, words: tuple[str, str]) -> str:
    """Return the title: places, month, day if not now, and whether figures are synthetic."""
    seen = f", {labels.lower_first(labels.label_as_at(reports.seen_on))}" if reports.seen_on else ""
    made_up = " (synthetic data)" if reports.has_synthetic() else ""
    return f"{compared.whole.name}: {words[1]} compared, {compared.month.name}{seen}{made_up}"


def describe_filters(reports: Reports, compared: Comparison, words: tuple[str, str]) -> str:
    """Return everything that was chosen, in one sentence."""
    choice = compared.choice
    shown, of = len(compared.shown), len(compared.compared)
    service = reports.catalogue.services.get(choice.service)
    parts = [f"{shown:,} of {of:,} {words[1]}" if shown < of else f"{of:,} {words[1]}"]
    of_service = f"indicators of {service.name}" if service else "all indicators"
    parts.append(compared.heading or of_service)
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
    if find_draft(reports):
        parts.append("every month by the areas that are rehearsed")
    elif reports.area_basis is AreaBasis.TODAY:
        parts.append("earlier months by today's areas")
    else:
        parts.append("each month by the areas of that month")
    return f"{'; '.join(parts)}."


def describe_definition(indicator: Indicator, month: Month) -> list[str]:
    """Return what an indicator counts, its source and its targets in the month."""
    found = indicator.find_definition(month)
    if found is None:
        return [f"No definition is in force in {month.name}."]
    out_of = f" out of {labels.lower_first(_clean(found.denominator))}" if found.denominator else ""
    lines = [f"Counted: {_clean(found.numerator)}{out_of}. Source: {_clean(found.source)}."]
    targets = [t for t in indicator.target if t.is_in_force(month) and t.definition == found.code]
    for target in targets:
        own = f" for {target.place}" if target.place else ""
        value = labels.format_target(target, indicator)
        lines.append(f"Target{own}: {value} from {target.from_.name}. {_clean(target.source)}.")
    if indicator.caveats:
        lines.append(f"Caveats: {_clean(indicator.caveats)}.")
    return lines


def list_notes(compared: Comparison, loads: Sequence[Load]) -> list[tuple[str, str]]:
    """Return pairs of heading and text: method, marks, definitions and loads."""
    marks = [(labels.MARKS[status], means) for status, means in labels.MARK_MEANS.items()]
    loaded = [
        (f"Load {load.id}", f"{load.file}, loaded {format_day(load.loaded_at)}") for load in loads
    ]
    return [*list_rules(), *marks, *list_definitions(compared), *loaded]


def list_definitions(compared: Comparison) -> list[tuple[str, str]]:
    """Return each indicator's name, definition and targets."""
    return [
        (indicator.name, " ".join(describe_definition(indicator, compared.month)))
        for indicator in compared.indicators
    ]


def list_rules() -> list[tuple[str, str]]:
    """Return how figures, verdicts, icons and intervals are calculated."""
    return [
        (
            "Figure",
            (
                "The sum of numerators over the sum of denominators for the 12 months and the "
                "pooled areas. If any month was sent as a percentage only: the mean of the monthly "
                "percentages, each month once. Areas that send percentages only cannot be pooled."
            ),
        ),
        (
            "Verdict",
            "; ".join(f"{labels.VERDICTS[v]}: {means}" for v, means in labels.VERDICT_MEANS.items())
            + ". With fewer than 9 of 12 months there is a figure but no verdict.",
        ),
        (
            "Change since last year",
            (
                "Better or worse only where the change is real: where Newcombe's 95% interval of "
                "the difference of two percentages does not contain 0, or, for counts and rates, "
                "by the exact conditional test. Otherwise “no real change”."
            ),
        ),
        (
            "Variation and assurance",
            f"{icon_labels.ICONS_ARE} Source: NHS England, Making Data Count.",
        ),
        (
            "Interval",
            (
                "Wilson's 95% interval of the proportion: the range that is likely to contain the "
                "underlying value. Source: OHID, Technical guide: confidence intervals."
            ),
        ),
        (
            "Funnel limits",
            (
                "Limits around the overall figure. By chance alone 1 place in 20 is outside the "
                "95% limits and 1 in 500 outside the 99.8% limits. Among many places, some are "
                "expected outside the 95% limits."
            ),
        ),
    ]


def _clean(text: str) -> str:
    """Return text on one line, without its full stop."""
    return " ".join(text.split()).rstrip(".")
