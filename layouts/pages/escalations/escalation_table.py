"""The list of escalations as a table to download."""

from __future__ import annotations

from indicators.actions.escalation import EscalationState, format_escalation
from indicators.actions.sheets.sheet_model import format_reference
from indicators.domain.periods import format_day
from indicators.reports.escalations.escalation_book import EscalationBook
from indicators.reports.escalations.escalation_list import (
    EscalationFilter,
    build_escalation_list,
)
from indicators.reports.escalations.escalation_rows import EscalationRow
from layouts.pages.escalations.escalation_view import list_entries
from layouts.site.page_request import PageRequest
from layouts.text.page_table import PageTable
from layouts.text.workflow import escalation_text
from layouts.text.workflow.history_table import HistoryLine, build_history_table

LIST = "escalations"
ALL = "all"


def read_filter(request: PageRequest) -> EscalationFilter:
    """Return what the address limits the list to: what has no reply, if it names no state."""
    state = request.query.get("state", "")
    known = EscalationState(state) if state in list(EscalationState) else EscalationState.OPEN
    team, service = request.query.get("team", ""), request.query.get("service", "")
    return EscalationFilter(team, service, None if state == ALL else known)


def build_list_table(request: PageRequest) -> PageTable:
    """Return the escalations in the order of the list."""
    chosen = read_filter(request)
    found = build_escalation_list(request.reports, chosen, request.today, request.viewer)
    return PageTable(
        title="Escalations",
        name=f"escalations-{chosen.team or 'all-teams'}",
        period=f"As of {format_day(request.today)}",
        headings=(
            *("Number", "Team", "Indicator", "Action", "What", "Reason", "Goes to"),
            *("Escalated on", "By", "State", "Replies"),
        ),
        rows=tuple(map(_build_row, found.rows)),
        source=None,
    )


def build_steps_table(request: PageRequest, number: int) -> PageTable:
    """Return every step of an escalation, newest first. Raises UnknownEscalationError."""
    found = EscalationBook(request.reports, request.viewer).find(number)
    states, reference = escalation_text.STATES, format_escalation(number)
    lines = [
        HistoryLine(
            entry.record.made_at,
            entry.record.who,
            escalation_text.describe_step(entry.record),
            states[entry.before],
            states[entry.after],
        )
        for entry in list_entries(found)
    ]
    added = HistoryLine(
        found.made_at, found.made_by, "Escalated", after=states[EscalationState.OPEN]
    )
    name = f"escalation-{reference}"
    return build_history_table(f"{reference}, {found.what}", name, [*lines, added])


def _build_row(row: EscalationRow) -> tuple[str, ...]:
    found = row.escalation
    return (
        format_escalation(found.id),
        row.team.name,
        row.indicator.name if row.indicator else "",
        format_reference(found.action) if found.action else "",
        found.what,
        found.reason,
        escalation_text.name_recipient(row.recipient),
        found.made_at.date().isoformat(),
        found.made_by,
        escalation_text.STATES[found.state],
        "\n".join(map(escalation_text.describe_reply, found.replies)),
    )
