"""A release as it can be looked at before it is published: worked out in the background."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import TypeAdapter

from indicators.access.permissions import Viewer
from indicators.domain.periods import Month
from indicators.domain.sharing.release import ReleaseCounts
from indicators.reports.base import Reports
from indicators.reports.sharing.earlier_releases import read_earlier
from indicators.reports.sharing.inference import IndicatorInference, infer_cells
from indicators.reports.sharing.publication import prepare_release


@dataclass(frozen=True, slots=True)
class ReleasePreview:
    """What a release would hide, and what could be inferred. It holds no hidden count.

    `release` is the number of the release that was published with these very figures, or None.
    """

    month: Month
    release: int | None
    counts: ReleaseCounts
    indicators: tuple[IndicatorInference, ...]

    def choose(self, indicator: str) -> IndicatorInference | None:
        """Return what is hidden of an indicator; without it of the first of which anything is."""
        chosen = next((each for each in self.indicators if each.indicator == indicator), None)
        return chosen or next((each for each in self.indicators if each.cells), None)


_JSON = TypeAdapter(ReleasePreview)


def count_steps(reports: Reports) -> int:
    """Return how many steps a preview has."""
    return len(reports.catalogue.dashboard) + 2


def prepare_preview(reports: Reports, month: Month, viewer: Viewer) -> Iterator[bytes | None]:
    """Work out a preview, step by step; the last step yields it for `read_preview`."""
    prepared = prepare_release(reports, month, viewer)
    yield None
    recorded = prepared.recorded.id if prepared.recorded else None
    others = read_earlier(reports.release_ledger, prepared.after, without=recorded)
    found: list[IndicatorInference] = []
    for code, suppression in prepared.view.suppressions.items():
        found.append(infer_cells(code, suppression, others.get(code, ())))
        yield None
    preview = ReleasePreview(month, recorded, prepared.draft.counts, tuple(found))
    yield _JSON.dump_json(preview)


def read_preview(content: bytes) -> ReleasePreview:
    """Return a preview that was worked out."""
    return _JSON.validate_json(content)


def build_preview_key(reports: Reports, month: Month) -> str:
    """Return a hash of all that decides what a preview shows.

    That is the month, the figures, the settings of the indicators, and the earlier releases.
    """
    settings = [each.model_dump_json() for each in reports.catalogue.dashboard]
    ledger = reports.release_ledger.get_version()
    parts = ["sharing preview", month.number, reports.get_version(), ledger, *settings]
    return hashlib.sha256(repr(parts).encode()).hexdigest()
