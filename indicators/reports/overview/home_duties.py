"""What the home page says besides figures: actions of each team, and replies that are due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from indicators.access.permissions import Viewer
from indicators.access.row_access import list_services
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.base import Reports
from indicators.reports.escalations.escalation_book import EscalationBook


@dataclass(frozen=True, slots=True)
class HomeDuties:
    """Open and overdue actions by team, and how many escalations wait for the viewer's reply.

    `service` is the one whose heads the viewer is among, or “” for several or all.
    """

    open_actions: Mapping[str, int]
    overdue_actions: Mapping[str, int]
    waiting: int = 0
    service: str = ""


def find_home_duties(reports: Reports, today: date, viewer: Viewer) -> HomeDuties:
    """Return what is open now of all that a viewer may see; nothing on the page of a past day."""
    if reports.seen_on:
        return HomeDuties(Counter(), Counter())
    actions = [each for each in ActionBook(reports, viewer).list_actions() if each.is_open]
    book = EscalationBook(reports, viewer)
    found = book.list_escalations() if book.answers else []
    services = list_services(viewer) or ()
    return HomeDuties(
        Counter(each.team for each in actions),
        Counter(each.team for each in actions if each.is_overdue(today)),
        sum(each.is_waiting and book.can_reply(each) for each in found),
        next(iter(services)) if len(services) == 1 else "",
    )
