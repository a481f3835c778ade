"""Releases in words."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.disclosure.attack import UNLIMITED, InferredRange
from indicators.domain.places import Places
from indicators.domain.sharing.release import Release, ReleaseCounts
from indicators.reports.sharing.inference import Safety
from indicators.reports.sharing.shared_view import SharedView

SAFETY = {
    Safety.SAFE: "yes",
    Safety.REVEALED: "no: earlier releases said too much",
    Safety.UNSAFE: "no",
}
NAMED = 20
"""Figures that earlier releases reveal and that are named, at most."""


def describe_counts(counts: ReleaseCounts) -> str:
    """Return how many figures are hidden, and why."""
    return (
        f"{counts.cells:,} figures, {counts.hidden:,} of them hidden: {counts.small:,} small "
        f"numbers and {counts.additional:,} that would reveal them."
    )


def describe_release(release: Release) -> str:
    """Return a release in one line."""
    who = f" by {release.who}" if release.who else ""
    note = f" {release.note}" if release.note else ""
    return (
        f"{release.id}: {release.month.name}, published {release.made_at:%d %B %Y %H:%M} UTC{who}. "
        f"{describe_counts(release.counts)}{note}"
    )


def describe_reason(*, is_small: bool) -> str:
    """Return why a figure is hidden."""
    return "small number" if is_small else "would reveal others"


def describe_range(found: InferredRange | None) -> str:
    """Return which counts a hidden figure may have."""
    if found is None:
        return "anything: no total holds it"
    if found.high >= UNLIMITED:
        return f"{found.low:,} or more"
    if found.is_exact:
        return f"only {found.low:,}"
    return f"{found.low:,} to {found.high:,}"


def list_revealed(view: SharedView, places: Places) -> Iterator[str]:
    """Yield the hidden figures that earlier releases already reveal, the first of them by name."""
    revealed = [
        f"  {view.catalogue.indicators[code].name}, {places[place].name}, {period.name}"
        for code, each in view.suppressions.items()
        for place, period in sorted(each.revealed, key=lambda key: (key[0], key[1].ended.ordinal))
    ]
    if not revealed:
        return
    yield f"Hidden here, but earlier releases reveal them or narrow them: {len(revealed):,}."
    yield from revealed[:NAMED]
    if len(revealed) > NAMED:
        yield f"  and {len(revealed) - NAMED:,} more."
