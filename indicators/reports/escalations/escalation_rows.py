"""Escalations with the names of what they are about, and whose heads they go to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from indicators.actions.escalation import Escalation
from indicators.domain.catalogue import Service
from indicators.domain.indicator import Indicator
from indicators.domain.localities import Locality
from indicators.reports.base import Reports


@dataclass(frozen=True, slots=True)
class EscalationRow:
    """An escalation with what it is about, and whose heads it goes to; None for all heads."""

    escalation: Escalation
    team: Locality
    indicator: Indicator | None
    recipient: Service | None
    days: int

    @property
    def is_waiting(self) -> bool:
        return self.escalation.is_waiting


def find_recipient(reports: Reports, found: Escalation) -> Service | None:
    """Return the service to whose heads an escalation goes; None for those of every service."""
    whole = reports.scope.whole
    indicator = whole.indicators.get(found.indicator)
    return whole.services.get(indicator.service if indicator else found.service)


def build_escalation_rows(
    reports: Reports, found: Iterable[Escalation], today: date
) -> list[EscalationRow]:
    """Return escalations with the names of what they are about."""
    known = reports.scope.whole.indicators
    return [
        EscalationRow(
            each,
            reports.places[each.team],
            known.get(each.indicator),
            find_recipient(reports, each),
            (today - each.made_at.date()).days,
        )
        for each in found
    ]
