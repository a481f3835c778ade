"""Prepare and publish the shared view of a month, checked against every release before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from indicators.access.permissions import PARTNER, Permission, Viewer, require
from indicators.domain.errors import UserError
from indicators.domain.operations.garbage_search import pause_garbage_search
from indicators.domain.periods import Month
from indicators.domain.sharing.release import Release, ReleaseDraft
from indicators.reports.base import Reports
from indicators.reports.sharing.earlier_releases import read_earlier
from indicators.reports.sharing.month_figures import collect_month
from indicators.reports.sharing.published_release import read_view
from indicators.reports.sharing.release_content import (
    Content,
    calculate_digest,
    encode_figures,
    encode_suppression,
)
from indicators.reports.sharing.shared_view import SharedView, hide_cells


@dataclass(frozen=True, slots=True)
class PreparedRelease:
    """The shared view of a month as it would be published now.

    `recorded` is the release that has these very figures, if that is the latest of the month.
    Otherwise `draft` would be recorded, with these `contents`, after the release number `after`.
    """

    view: SharedView
    draft: ReleaseDraft
    contents: Mapping[str, Content]
    after: int
    recorded: Release | None


@pause_garbage_search()
def prepare_release(reports: Reports, month: Month, viewer: Viewer) -> PreparedRelease:
    """Return a month's shared view, solved with all earlier releases. Nothing is recorded.

    If nothing has changed since the latest release of the month, it is that release. It is made of
    the exact figures, whatever the viewer may see of them.
    """
    require(viewer, Permission.PREVIEW_RELEASE)
    months = reports.find_months(month)
    if months is None or not months.has_data:
        raise UserError(
            f"There are no figures for {month.name}.", remedy="Choose a month that was loaded."
        )
    ledger = reports.release_ledger
    after, latest = ledger.get_version(), ledger.find_latest(month)
    event = reports.get_version()
    # As at this event, so that a load in between does not mix two states of the figures.
    collected = list(collect_month(reports.after(event), month, PARTNER))
    contents = {shared.indicator.code: encode_figures(shared) for shared in collected}
    digest = calculate_digest(contents)
    if latest and latest.draft.digest == digest:
        view = read_view(ledger, reports.catalogue, latest)
        return PreparedRelease(view, latest.draft, contents, after, latest)
    released = hide_cells(collected, read_earlier(ledger, after))
    for code, each in released.items():
        contents[code] |= encode_suppression(each.suppression)
    view = SharedView(month, released, reports.catalogue)
    draft = ReleaseDraft(month, event, digest, view.counts)
    return PreparedRelease(view, draft, contents, after, None)


def publish_release(
    reports: Reports, month: Month, viewer: Viewer, *, who: str, note: str, now: datetime
) -> tuple[PreparedRelease, Release]:
    """Record the shared view of a month as a release, and return both.

    With the very figures of the latest release of the month, that release is returned. If another
    process publishes meanwhile, this one is solved again with what that has published.
    """
    require(viewer, Permission.PUBLISH_RELEASE)
    while True:
        prepared = prepare_release(reports, month, viewer)
        if prepared.recorded:
            return prepared, prepared.recorded
        recorded = reports.release_ledger.record(
            prepared.draft, prepared.contents, after=prepared.after, who=who, note=note, now=now
        )
        if recorded:
            return prepared, recorded
