"""What an address asks of the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from indicators.domain.audit.audit_event import AuditFilter, AuditKind
from indicators.domain.errors import UserError

PATH = "/audit"
ASKS = ("kind", "who", "from", "to", "page")
_LONGEST = 100


def read_filter(query: Mapping[str, str]) -> AuditFilter:
    """Return which events are asked for. Raises UserError for a day that is none."""
    kind = query.get("kind", "")
    return AuditFilter(
        AuditKind(kind) if kind in list(AuditKind) else None,
        query.get("who", "")[:_LONGEST].replace("\0", ""),
        _read_day(query.get("from", "")),
        _read_day(query.get("to", "")),
    )


def read_page_number(query: Mapping[str, str]) -> int:
    """Return the number of the page, 1 for anything else."""
    given = query.get("page", "")
    return max(int(given), 1) if given.isascii() and given.isdigit() and len(given) < 10 else 1


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UserError(
            f"“{text[:_LONGEST]}” is not a day.", remedy="Write it as 2026-11-29."
        ) from None
