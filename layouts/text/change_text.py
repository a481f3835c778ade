"""What changed, in sentences: since the month before, and since last year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from indicators.reports.models import DashboardRow
from indicators.reports.overview.month_changes import MonthChanges, PlaceChange
from layouts.text.icon_labels import VARIATION
from layouts.text.labels import choose_plural, describe_turn, lower_first


def summarise_changes(report: MonthChanges, words: tuple[str, str]) -> str:
    """Return how many changes there are, in how many places, and how many are for the worse."""
    if report.before is None:
        return "This is the first month with figures, so there is nothing to compare it with."
    if not report.changes:
        return f"No verdict changed and no real change began since {report.before.name}."
    count = len(report.changes)
    places = len({change.place.code for change in report.changes})
    worse = sum(change.is_for_worse for change in report.changes)
    return (
        f"{count} {choose_plural(count, 'change', 'changes')} since {report.before.name} in "
        f"{places} {choose_plural(places, *words)}: {worse} for the worse, "
        f"{count - worse} for the better or neither."
    )


def count_real_changes(rows: Iterable[DashboardRow]) -> str:
    """Return “1 better, 2 worse (real changes)”; "" if no row can be compared with last year."""
    found = [row.change for row in rows if row.change]
    if not found:
        return ""
    counted = Counter(change.real_direction for change in found)
    changed = counted["higher"] + counted["lower"]
    parts = (
        *((counted["better"], "better"), (counted["worse"], "worse")),
        (changed, "changed"),
    )
    said = ", ".join(f"{many} {how}" for many, how in parts if many)
    how = "a real change" if sum(many for many, _ in parts) == 1 else "real changes"
    return f"{said} ({how})" if said else "no real change"


def describe_place_change(change: PlaceChange) -> str:
    """Return “N/A to cross”, “real deterioration began”, or both."""
    parts = []
    if change.has_turned and change.was.verdict and change.now.verdict:
        parts.append(describe_turn(change.was.verdict, change.now.verdict))
    if change.is_new_signal and change.signal.icon:
        parts.append(f"{lower_first(VARIATION[change.signal.icon].kind)} began")
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]
