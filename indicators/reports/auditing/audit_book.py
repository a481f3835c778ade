"""What auditors ask of the audit log: its events, and whether it is intact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from indicators.access.permissions import Permission, Viewer, require
from indicators.domain.audit.audit_event import AuditFilter, NumberedEvent
from indicators.store.audit_log import AuditLog
from indicators.store.audit_trail.audit_chain import ChainCheck
from indicators.store.audit_trail.audit_queries import count_events, list_actors, read_events

PAGE = 100
"""How many events a page has."""


@dataclass(frozen=True, slots=True)
class AuditPage:
    """One page of the events found, newest first, and how many there are in all."""

    events: Sequence[NumberedEvent]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(-(-self.total // PAGE), 1)


@dataclass(frozen=True, slots=True)
class ChainState:
    """The result of the check, and when it was made."""

    check: ChainCheck
    at: datetime


class AuditBook:
    """The audit log for those who may read it.

    What was found intact is not checked again by the same process, but for its last event.
    """

    def __init__(self, log: AuditLog) -> None:
        self._log = log
        self._checked: ChainCheck | None = None

    def list_page(self, wanted: AuditFilter, page: int, viewer: Viewer) -> AuditPage:
        """Return a page of events, from 1; the last one instead of a later one."""
        require(viewer, Permission.READ_AUDIT_LOG)
        with self._log.engine.connect() as connection:
            total = count_events(connection, wanted)
            shown = min(page, max(-(-total // PAGE), 1))
            events = read_events(connection, wanted, PAGE, (shown - 1) * PAGE)
            return AuditPage(list(events), total, shown)

    def read_all(self, wanted: AuditFilter, viewer: Viewer) -> Iterator[NumberedEvent]:
        """Yield every event found, newest first."""
        require(viewer, Permission.READ_AUDIT_LOG)
        with self._log.engine.connect() as connection:
            yield from read_events(connection, wanted)

    def list_actors(self, viewer: Viewer) -> Sequence[str]:
        """Return everyone who is named in the log, by code."""
        require(viewer, Permission.READ_AUDIT_LOG)
        with self._log.engine.connect() as connection:
            return list_actors(connection)

    def check(self, viewer: Viewer) -> ChainState:
        """Check the chain as far as this process has not checked it yet."""
        require(viewer, Permission.READ_AUDIT_LOG)
        known = self._checked
        found = self._log.check(known=known.head if known and not known.fault else None)
        self._checked = found
        return ChainState(found, datetime.now(UTC))
