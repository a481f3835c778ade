"""What people outside the sharing agreement see: the figures of the latest release of a month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from indicators.disclosure.shared_cells import CellKey
from indicators.domain.catalogue import Catalogue
from indicators.domain.periods import Month
from indicators.domain.sharing.release import Release
from indicators.figures.figure import Figure
from indicators.reports.base import Reports
from indicators.reports.sharing.publication import read_view
from indicators.reports.sharing.released_figures import SharedRow
from indicators.store.releases.release_ledger import ReleaseLedger

KEPT = 16
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


def list_released_months(reports: Reports) -> tuple[Month, ...]:
    """Return the months that were published, earliest first."""
    return tuple(sorted({each.month for each in reports.release_ledger.list_releases()}))


def read_release(reports: Reports, month: Month) -> PublishedRelease | None:
    """Return the latest release of a month, or None. Anyone may read it."""
    release = reports.release_ledger.find_latest(month)
    return read_published(reports, release) if release else None


def read_published(reports: Reports, release: Release) -> PublishedRelease:
    """Return what a release has published."""
    return _read_once(reports.release_ledger, reports.catalogue, release)


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
