"""The feedback that a viewer may see and change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from indicators.access.permissions import Permission, PermissionDeniedError, Viewer, require
from indicators.domain.errors import UserError
from indicators.domain.localities import Locality
from indicators.feedback.feedback import (
    Feedback,
    FeedbackChange,
    FeedbackConflictError,
    UnknownFeedbackError,
)
from indicators.feedback.feedback_fields import FIELD_NAMES, FeedbackField, FeedbackFields
from indicators.reports.base import Reports
from indicators.store.feedback.feedback_store import FeedbackStore


class FeedbackBook:
    """Every line of feedback that one viewer may see. Raises PermissionDeniedError without it.

    It is seen by those who see what the team wrote about no indicator: see `ActionBook`.
    """

    def __init__(self, reports: Reports, viewer: Viewer) -> None:
        # Imported here because what it imports is deep.
        from indicators.reports.actions.action_book import ActionBook

        self._teams = ActionBook(reports, viewer).list_teams()
        self._viewer = viewer
        self._themes = reports.catalogue.feedback_themes
        self._store = FeedbackStore(reports.table.engine, self._themes)

    @property
    def can_edit(self) -> bool:
        return Permission.EDIT_FEEDBACK in self._viewer.permissions

    @property
    def themes(self) -> dict[str, str]:
        """The names of the themes by code, in the order of the council's file."""
        return self._themes

    def name_theme(self, code: str) -> str:
        """Return the name of a theme; its code if the council's file no longer has it."""
        return self._themes.get(code, code)

    def list_teams(self) -> list[Locality]:
        """Return the teams whose feedback the viewer may see."""
        return self._teams

    def is_seen(self, team: str) -> bool:
        """Return whether the viewer may see the feedback of a team."""
        return team in {each.code for each in self.list_teams()}

    def list_feedback(self, team: str = "") -> list[Feedback]:
        """Return the feedback of a team, or of all, in the order in which it was entered."""
        seen = [each.code for each in self.list_teams() if team in ("", each.code)]
        return self._store.list_feedback(seen)

    def find(self, number: int) -> Feedback:
        """Return one line of feedback, also a removed one. Raises UnknownFeedbackError."""
        found = self._store.find(number)
        if not self.is_seen(found.team):
            raise UnknownFeedbackError(number)
        return found

    def list_changes(self, number: int) -> list[FeedbackChange]:
        """Return the changes of one line since it is of a team that the viewer sees."""
        changes = self._store.list_changes(self.find(number).id)
        first = self._find_first_seen(changes)
        return [each for each in changes if first == 1 or each.version > first]

    def _find_first_seen(self, changes: Sequence[FeedbackChange]) -> int:
        """Return the version since which it is of a team that the viewer sees."""
        moved = (
            each.version
            for each in changes
            if each.field is FeedbackField.TEAM and each.before and not self.is_seen(each.before)
        )
        return max(moved, default=1)

    def add(self, fields: FeedbackFields, *, now: datetime) -> int:
        """Keep new feedback and return its number. Raises UserError if something is wrong."""
        self._require_edit(fields.get(FeedbackField.TEAM, ""))
        return self._store.add(fields, who=self._viewer.name, now=now)

    def update(
        self, number: int, base_version: int, fields: FeedbackFields, *, now: datetime
    ) -> Feedback:
        """Change the given fields of feedback that was seen at a version, and return it.

        Raises FeedbackConflictError if someone else changed one of them meanwhile.
        """
        current = self.find(number)
        self._require_edit(current.team)
        self._require_edit(fields.get(FeedbackField.TEAM, current.team))
        # A conflict shows what stood there at that version.
        base = max(base_version, self._find_first_seen(self._store.list_changes(number)))
        return self._store.update(number, base, fields, who=self._viewer.name, now=now)

    def undo(self, number: int, version: int, *, now: datetime) -> Feedback:
        """Give what was changed at a version the text it had before, and return the feedback.

        Raises UserError if nothing was, and if any of it was changed again since.
        """
        before = {
            each.field: each.before for each in self.list_changes(number) if each.version == version
        }
        if version < 2 or not before:
            raise UserError("There is nothing to undo.", remedy="Look at the history.")
        try:
            return self.update(number, version, before, now=now)
        except FeedbackConflictError as error:
            names = ", ".join(FIELD_NAMES[each.field] for each in error.conflicts)
            raise UserError(
                f"This was changed again since: {names}.", remedy="Undo the later change first."
            ) from error

    def _require_edit(self, team: str) -> None:
        require(self._viewer, Permission.EDIT_FEEDBACK)
        if team and not self.is_seen(team):
            raise PermissionDeniedError(Permission.EDIT_FEEDBACK)
