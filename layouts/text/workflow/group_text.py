"""Words of the operational working group: what is red, what is stuck, what worked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from indicators.actions.action import Action
from indicators.actions.action_fields import STATUS_NAMES
from indicators.actions.escalation import format_escalation
from indicators.actions.sheets.sheet_model import format_reference
from indicators.domain.periods import format_day
from indicators.reports.working_group.group_models import (
    GroupReport,
    RedIndicator,
    StuckItem,
    StuckReason,
)
from layouts.text.labels import choose_plural

REASONS: Mapping[StuckReason, str] = {
    StuckReason.OVERDUE: "Overdue since",
    StuckReason.NO_PROGRESS: "No change and no note since",
    StuckReason.NO_REPLY: "Escalated without a reply since",
}
TITLE = "Operational working group"
RED, STUCK, WORKED, IMPROVING = (
    "Red in most teams",
    "Stuck",
    "Actions that worked",
    "Lasting improvements",
)
AFTER = "After the action, not because of it."


def describe_red(red: RedIndicator) -> str:
    """Return “7 of 10 teams”."""
    return f"{len(red.crosses)} of {red.judged} {choose_plural(red.judged, 'team', 'teams')}"


def list_reasons(item: StuckItem) -> list[str]:
    """Return why something does not move: “Overdue since 31 October 2026”."""
    return [f"{REASONS[reason]} {format_day(day)}" for reason, day in item.since.items()]


def list_references(item: StuckItem) -> str:
    """Return the references of what is stuck, as “A-12, E-3”."""
    found = [format_reference(item.action.id)] if item.action else []
    found += [format_escalation(item.escalation.id)] if item.escalation else []
    return ", ".join(found)


def describe_actions(actions: Iterable[Action]) -> str:
    """Return what a team did, with the state of each action."""
    said = [f"{each.what} ({STATUS_NAMES[each.status].lower()})" for each in actions]
    return "; ".join(said) or "No action on it is recorded"


def summarise_group(report: GroupReport) -> str:
    """Return the numbers of each part in one line."""
    red, stuck = sum(each.is_in_most for each in report.red), len(report.stuck)
    worked, kept = len(report.worked), len(report.improvements)
    return (
        f"{red} {choose_plural(red, 'indicator is', 'indicators are')} red in most teams, "
        f"{stuck} {choose_plural(stuck, 'thing is', 'things are')} stuck, "
        f"{worked} {choose_plural(worked, 'action', 'actions')} worked, "
        f"and {kept} {choose_plural(kept, 'figure shows', 'figures show')} a lasting improvement."
    )
