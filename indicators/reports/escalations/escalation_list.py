"""The list of the heads of service: what was escalated, filtered, what waits longest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from indicators.access.permissions import Viewer
from indicators.actions.escalation import EscalationState
from indicators.domain.catalogue import Service
from indicators.domain.localities import Locality
from indicators.reports.base import Reports
from indicators.reports.escalations.escalation_book import EscalationBook
from indicators.reports.escalations.escalation_rows import EscalationRow, build_escalation_rows


@dataclass(frozen=True, slots=True)
class EscalationFilter:
    """What a list is limited to; an empty text stands for all, and so does no state."""

    team: str = ""
    service: str = ""
    state: EscalationState | None = EscalationState.OPEN


@dataclass(frozen=True, slots=True)
class EscalationList:
    """The rows of a list, how many there are in each state and in all, and what can be chosen."""

    rows: tuple[EscalationRow, ...]
    counts: Mapping[EscalationState | None, int]
    teams: tuple[Locality, ...]
    services: tuple[Service, ...]


def build_escalation_list(
    reports: Reports, chosen: EscalationFilter, today: date, viewer: Viewer
) -> EscalationList:
    """Return the list that a viewer sees. One to all heads is on the list of every service."""
    book = EscalationBook(reports, viewer)
    every = build_escalation_rows(reports, book.list_escalations(), today)
    about = [
        row
        for row in every
        if chosen.team in ("", row.team.code)
        and (not chosen.service or row.recipient is None or row.recipient.code == chosen.service)
    ]
    counts = Counter[EscalationState | None](row.escalation.state for row in about)
    shown = [row for row in about if chosen.state in (None, row.escalation.state)]
    services = reports.scope.whole.services
    used = {row.recipient.code for row in every if row.recipient} | {chosen.service}
    return EscalationList(
        tuple(sorted(shown, key=_rank)),
        {state: counts[state] for state in EscalationState} | {None: len(about)},
        tuple(book.actions.list_teams()),
        tuple(service for code, service in services.items() if code in used),
    )


def _rank(row: EscalationRow) -> tuple[bool, int]:
    """Rank what waits first, the longest first; then the newest of the others."""
    number = row.escalation.id
    return (not row.is_waiting, number if row.is_waiting else -number)
