"""Records in the audit log who saw or downloaded figures, and who was refused them."""

from __future__ import annotations

from collections import OrderedDict
from datetime import UTC, datetime
from threading import Lock

from indicators.domain.audit.actor import get_actor
from indicators.domain.audit.audit_event import AuditEvent, AuditKind
from indicators.store.audit_log import AuditLog

_MOST_KNOWN = 10_000
"""Views that each process remembers, so that it need not ask the database about them again."""


class AuditRecorder:
    """Records views, exports and refusals, each in the database before its answer is sent."""

    def __init__(self, log: AuditLog) -> None:
        self._log = log
        self._known: OrderedDict[tuple[str, ...], None] = OrderedDict()
        self._lock = Lock()

    def record_view(self, page: str, version: int) -> None:
        """Record that someone saw exact small numbers on a page, once a day and data version."""
        self._record_once(AuditKind.SMALL_NUMBERS_VIEWED, page, "", version)

    def record_refusal(self, address: str) -> None:
        """Record that someone was refused what they asked for, once a day."""
        self._record_once(AuditKind.REFUSED, address, "", 0)

    def record_export(self, file: str, reason: str = "") -> None:
        """Record that someone downloaded a file with figures."""
        self._log.record(AuditKind.EXPORT, file, reason)

    def record_reading(self, address: str, reason: str, version: int) -> None:
        """Record that a program reads a list page by page, once a day, reason and data version."""
        self._record_once(AuditKind.EXPORT, address, reason, version)

    def _record_once(self, kind: AuditKind, what: str, reason: str, version: int) -> None:
        actor, now = get_actor(), datetime.now(UTC)
        key = (kind.value, actor.who, what, reason, str(version), now.date().isoformat())
        with self._lock:
            if key in self._known:
                return
        self._log.append(AuditEvent(kind, what, now, actor, reason), once=key)
        with self._lock:
            self._known[key] = None
            if len(self._known) > _MOST_KNOWN:
                self._known.popitem(last=False)
