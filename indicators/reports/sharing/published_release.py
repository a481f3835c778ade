"""What people outside the sharing agreements see: the published figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from indicators.disclosure.shared_cells import CellKey
from indicators.domain.catalogue import Catalogue
from indicators.domain.periods import Month
from indicators.domain.sharing.release import Release
from indicators.figures.figure import Figure, ReleasedFigures
from indicators.reports.sharing.release_content import decode_released
from indicators.reports.sharing.released_figures import SharedRow
from indicators.reports.sharing.shared_view import SharedView
from indicators.store.releases.release_ledger import ReleaseLedger

KEPT = 32
"""Releases that a process keeps at most."""


@dataclass(frozen=True, slots=True, eq=False)
class PublishedRelease:
    """A release as everyone may read it. No hidden count is in it, in any form.

    `figures` has those shown, and `hidden` the place and period of those that are not, by
    indicator. Value, verdict and people needed of a figure are calculated from its shown counts,
    and the targets as they are now.
    """

    release: Release
    rows: tuple[SharedRow, ...]
    figures: Mapping[str, Mapping[CellKey, Figure]]
    hidden: Mapping[str, frozenset[CellKey]]


@dataclass(frozen=True, slots=True)
class PublishedFigures:
    """Everything that was published. Anyone may read it."""

    ledger: ReleaseLedger
    catalogue: Catalogue

    def list_months(self) -> tuple[Month, ...]:
        """Return the months that were published, earliest first."""
        return tuple(sorted({each.month for each in self.ledger.list_releases()}))

    def read_release(self, release: Release) -> PublishedRelease:
        """Return what a release has published."""
        return _read_once(self.ledger, self.catalogue, release)

    def read_newest(self, until: datetime | None = None) -> ReleasedFigures:
        """Return each figure as it was published last, of all releases or those before `until`.

        What the last release with a figure hides is left out, also if an earlier one shows it.
        """
        releases = self.ledger.list_releases()
        chosen = [each for each in releases if until is None or each.made_at < until]
        return _merge_once(self, tuple(chosen))


def read_view(ledger: ReleaseLedger, catalogue: Catalogue, release: Release) -> SharedView:
    """Return the shared view that a release has published, with the exact counts."""
    contents = ledger.read_contents(release.id)
    released = {code: decode_released(code, each) for code, each in contents.items()}
    return SharedView(release.month, released, catalogue)


@lru_cache(maxsize=KEPT)
def _read_once(ledger: ReleaseLedger, catalogue: Catalogue, release: Release) -> PublishedRelease:
    """Return what a release has published. It is kept, since no release ever changes."""
    view = read_view(ledger, catalogue, release)
    rows = tuple(view.rows)
    figures: dict[str, dict[CellKey, Figure]] = {code: {} for code in view.released}
    hidden: dict[str, set[CellKey]] = {code: set() for code in view.released}
    for row in rows:
        if row.figure:
            figures[row.indicator.code][row.place, row.period] = row.figure
        else:
            hidden[row.indicator.code].add((row.place, row.period))
    kept = {code: frozenset(keys) for code, keys in hidden.items()}
    return PublishedRelease(release, rows, figures, kept)


@lru_cache(maxsize=4)
def _merge_once(published: PublishedFigures, releases: tuple[Release, ...]) -> ReleasedFigures:
    newest: dict[str, dict[CellKey, Figure]] = {}
    for release in releases:
        found = published.read_release(release)
        for code, figures in found.figures.items():
            kept = newest.setdefault(code, {})
            for key in found.hidden[code] & kept.keys():
                del kept[key]
            kept.update(figures)
    return newest
