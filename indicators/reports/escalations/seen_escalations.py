"""The escalations that may be seen by someone, among all in the database."""

from __future__ import annotations

from collections.abc import Callable, Collection

from indicators.actions.escalation import Escalation
from indicators.reports.auditing.small_numbers import note_small_numbers
from indicators.store.escalations.escalation_store import EscalationStore

IsSeen = Callable[[str, str], bool]
"""Whether someone sees what a team wrote about an indicator: see `ActionBook.is_seen`."""


def list_seen_escalations(
    store: EscalationStore, is_seen: IsSeen, teams: Collection[str] | None = None
) -> list[Escalation]:
    """Return escalations, the oldest first; None stands for every team."""
    found = store.list_escalations(teams)
    seen = {key: is_seen(*key) for key in {(each.team, each.indicator) for each in found}}
    held = [each for each in found if seen[each.team, each.indicator]]
    if held:
        note_small_numbers()  # they are kept in words, where nothing counts them
    return held
