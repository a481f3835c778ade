"""The ledger of a load: what one event of the history changed."""

from __future__ import annotations

from indicators.access.permissions import Permission, Viewer, require
from indicators.domain.errors import UserError
from indicators.ports.load_effect import LoadLedger
from indicators.reports.base import Reports
from indicators.reports.loading.load_impact import compare_sources


def build_ledger(reports: Reports, event: int, viewer: Viewer) -> LoadLedger:
    """Return what an event of the history changed.

    Raises UserError if there is no event with that number, or not yet on the day in view.
    """
    require(viewer, Permission.VIEW_LOAD_HISTORY)
    load = reports.table.history.find_event(event)
    if reports.table.event is not None and event > reports.table.event:
        raise UserError(f"Load {event} came later than the day in view.")
    return LoadLedger(
        event=load,
        undone=reports.table.history.find_event(load.undoes) if load.undoes else None,
        effect=compare_sources(
            reports.after(event - 1),
            reports.after(event),
            reports.table.history.list_changed_keys(event),
            viewer,
            unchanged=load.figures_unchanged,
        ),
        refusals=tuple(reports.table.history.read_refusals(event)),
    )
