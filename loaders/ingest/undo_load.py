"""Undo a load: the one service behind the page and the command."""

from __future__ import annotations

from datetime import datetime
from time import perf_counter

from indicators.access.permissions import Permission, Viewer, require
from indicators.domain.loads import RevertResult
from indicators.domain.places import Places
from indicators.store.observations import IndicatorTable
from loaders.ingest.event_log import log_undo


def undo_load(
    table: IndicatorTable,
    places: Places,
    load_id: int,
    *,
    now: datetime,
    who: str,
    why: str,
    viewer: Viewer,
) -> RevertResult:
    """Undo one load and return what that changed.

    Raises PermissionDeniedError, or UserError where there is no such load or it cannot be undone.
    """
    require(viewer, Permission.UNDO_LOAD)
    started = perf_counter()
    undone = table.undo_load(load_id, now=now, who=who, why=why, not_areas=places.not_areas)
    log_undo(load_id, undone, started)
    return undone
