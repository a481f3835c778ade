"""Who holds what: the open actions of each agency and owner, across the teams."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from indicators.access.permissions import Viewer
from indicators.actions.action import Action
from indicators.actions.action_fields import ActionField
from indicators.domain.localities import Locality
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.base import Reports


@dataclass(frozen=True, slots=True)
class OwnerRow:
    """The open actions of one owner in one agency; “” for those that name none."""

    agency: str
    owner: str
    open: int
    overdue: int
    teams: tuple[Locality, ...]


@dataclass(frozen=True, slots=True)
class AgencyHolding:
    """The open actions of one agency, and of each owner in it."""

    agency: str
    open: int
    overdue: int
    owners: tuple[OwnerRow, ...]


def list_holdings(reports: Reports, today: date, viewer: Viewer) -> list[AgencyHolding]:
    """Return the agencies with open actions, by name; what names no agency comes last.

    In each agency those come first who have most overdue actions.
    """
    held: dict[tuple[str, str], list[Action]] = defaultdict(list)
    for action in ActionBook(reports, viewer).list_actions():
        if action.is_open:
            fields = action.fields
            held[fields[ActionField.AGENCY], fields[ActionField.OWNER]].append(action)
    agencies = sorted({agency for agency, _ in held}, key=lambda name: (not name, name))
    return [
        _add_up(
            agency, [_count(reports, key, held[key], today) for key in held if key[0] == agency]
        )
        for agency in agencies
    ]


def _count(
    reports: Reports, key: tuple[str, str], actions: Sequence[Action], today: date
) -> OwnerRow:
    teams = dict.fromkeys(action.team for action in actions)
    late = sum(action.is_overdue(today) for action in actions)
    return OwnerRow(*key, len(actions), late, tuple(reports.places[code] for code in teams))


def _add_up(agency: str, owners: Sequence[OwnerRow]) -> AgencyHolding:
    ranked = sorted(owners, key=lambda row: (-row.overdue, -row.open, not row.owner, row.owner))
    total, late = sum(row.open for row in owners), sum(row.overdue for row in owners)
    return AgencyHolding(agency, total, late, tuple(ranked))
