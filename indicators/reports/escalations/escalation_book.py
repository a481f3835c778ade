"""The escalations that a viewer may see, make and answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from indicators.access.permissions import Permission, PermissionDeniedError, Viewer, require
from indicators.access.row_access import list_services
from indicators.actions.action_fields import LONGEST_TEXT, ActionField
from indicators.actions.escalation import (
    Escalation,
    EscalationState,
    EscalationStep,
    NewEscalation,
    UnknownEscalationError,
)
from indicators.domain.errors import UserError
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.auditing.small_numbers import note_small_numbers
from indicators.reports.base import Reports
from indicators.reports.escalations.escalation_rows import find_recipient
from indicators.reports.escalations.seen_escalations import list_seen_escalations
from indicators.store.escalations.escalation_store import EscalationStore

_NEEDS_TEXT = frozenset({EscalationStep.REPLY, EscalationStep.WITHDRAWN})


class EscalationBook:
    """Every escalation that one viewer may see. Raises PermissionDeniedError without that right.

    What people write may name a small number, so an escalation is for those who see the team's
    actions about the same indicator.
    """

    def __init__(self, reports: Reports, viewer: Viewer) -> None:
        self.actions = ActionBook(reports, viewer)
        self._reports = reports
        self._viewer = viewer
        self._store = EscalationStore(reports.table.engine)

    @property
    def can_raise(self) -> bool:
        return self.actions.can_edit

    @property
    def answers(self) -> bool:
        """Whether the viewer is one of those who reply."""
        return Permission.ANSWER_ESCALATIONS in self._viewer.permissions

    def can_reply(self, found: Escalation) -> bool:
        """Return whether an escalation goes to the viewer: to the heads of their service."""
        recipient, services = find_recipient(self._reports, found), list_services(self._viewer)
        is_theirs = recipient is None or services is None or recipient.code in services
        return self.answers and is_theirs

    def get_version(self) -> int:
        """Return a number that changes whenever an escalation is made or takes a step."""
        return self._store.get_version()

    def list_escalations(self, teams: Collection[str] | None = None) -> list[Escalation]:
        """Return escalations, the oldest first; None stands for every team."""
        return list_seen_escalations(self._store, self.actions.is_seen, teams)

    def map_actions(self) -> dict[int, Escalation]:
        """Return the latest escalation of each action that has one."""
        found = self.list_escalations()
        return {each.action: each for each in found if each.action is not None}

    def map_records(self, team: str) -> dict[int, Escalation]:
        """Return the escalations that meetings of a team recorded, by the record."""
        found = self.list_escalations([team])
        return {each.record: each for each in found if each.record is not None}

    def find(self, number: int) -> Escalation:
        """Return one escalation. Raises UnknownEscalationError."""
        found = self._store.find(number)
        if not self.actions.is_seen(found.team, found.indicator):
            raise UnknownEscalationError(number)
        note_small_numbers()
        return found

    def add(self, new: NewEscalation, *, now: datetime) -> int:
        """Keep an escalation and return its number. Raises UserError if something is wrong.

        One about an action has the team, the indicator and the text of that action.
        """
        require(self._viewer, Permission.EDIT_ACTIONS)
        given = replace(
            self._fill_in(new),
            reason=_clean(new.reason, "The reason"),
            client=_check_client(new.client),
        )
        if not given.what or not given.reason:
            raise UserError(
                "Say what is escalated and why the team cannot solve it.",
                remedy="Fill in both fields.",
            )
        fields = {ActionField.TEAM: given.team, ActionField.INDICATOR: given.indicator}
        self.actions.check_change(fields)
        self._check_service(given)
        return self._store.add(given, who=self._viewer.name, now=now)

    def add_step(
        self,
        number: int,
        step: EscalationStep,
        text: str,
        *,
        client: str,
        seen: int,
        now: datetime,
    ) -> None:
        """Keep a step. `seen` is the latest record that the viewer saw, or 0.

        Raises EscalationStateError if the escalation cannot take it now.
        """
        found = self.find(number)
        if not self.can_take(found, step):
            raise PermissionDeniedError(
                Permission.EDIT_ACTIONS
                if step is EscalationStep.WITHDRAWN
                else Permission.ANSWER_ESCALATIONS
            )
        said = _clean(text, "What is written")
        if step in _NEEDS_TEXT and not said:
            raise UserError("Nothing is written.", remedy="Write it, then save again.")
        self._store.add_record(
            number,
            step,
            said,
            client=_check_client(client),
            seen=seen,
            who=self._viewer.name,
            now=now,
        )

    def can_take(self, found: Escalation, step: EscalationStep) -> bool:
        """Return whether the viewer may take a step, whatever the state is.

        Those it goes to reply. The team withdraws, and takes that back. Both may close, and open
        again what was closed.
        """
        if step is EscalationStep.REPLY:
            return self.can_reply(found)
        is_withdrawal = step is EscalationStep.WITHDRAWN or (
            step is EscalationStep.REOPENED and found.state is EscalationState.WITHDRAWN
        )
        return self.can_raise or (self.can_reply(found) and not is_withdrawal)

    def _fill_in(self, new: NewEscalation) -> NewEscalation:
        if new.action is None:
            return replace(new, what=_clean(new.what, "What is escalated"))
        about = self.actions.find(new.action)
        return replace(new, team=about.team, indicator=about.indicator, what=about.what)

    def _check_service(self, new: NewEscalation) -> None:
        services = self._reports.scope.whole.services
        if new.service and new.service not in services:
            raise UserError(f"There is no service “{new.service}”.", remedy="Choose one.")
        indicator = self._reports.scope.whole.indicators.get(new.indicator)
        if indicator and new.service not in ("", indicator.service):
            raise UserError(
                f"{indicator.name} is sent by {services[indicator.service].name}, and only its "
                "heads see what is written about it.",
                remedy="Choose that service, or no indicator.",
            )


def _clean(text: str, what: str) -> str:
    kept = "\n".join(" ".join(line.split()) for line in text.replace("\x00", "").splitlines())
    if len(kept) > LONGEST_TEXT:
        raise UserError(
            f"{what} has {len(kept)} characters, and {LONGEST_TEXT} are allowed.",
            remedy="Shorten it.",
        )
    return kept.strip()


def _check_client(client: str) -> str:
    if not client:
        raise UserError("The form has no number of its own.", remedy="Reload the page.")
    return client[:80]
