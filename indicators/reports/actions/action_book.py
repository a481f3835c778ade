"""The actions that a viewer may see and change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from indicators.access.permissions import Permission, PermissionDeniedError, Viewer, require
from indicators.actions.action import Action, ActionChange, ActionNote, UnknownActionError
from indicators.actions.action_fields import ActionField, ActionFields
from indicators.actions.action_history import rewind_actions
from indicators.actions.sheets.sheet_model import rewind_fields
from indicators.domain.core import LocalityKind
from indicators.domain.errors import UserError
from indicators.domain.localities import Locality
from indicators.domain.periods import Month
from indicators.reports.base import Reports
from indicators.reports.scope.team_access import sees_writing
from indicators.store.actions.action_batches import ActionBatches, ActionImport
from indicators.store.actions.action_store import ActionStore


class ActionBook:
    """Every action that one viewer may see. Raises PermissionDeniedError without that right."""

    def __init__(self, reports: Reports, viewer: Viewer) -> None:
        require(viewer, Permission.VIEW_FIGURES)
        self._reports = reports
        self._viewer = viewer
        self._store = ActionStore(reports.table.engine)
        self._batches = ActionBatches(reports.table.engine)

    @property
    def can_edit(self) -> bool:
        return Permission.EDIT_ACTIONS in self._viewer.permissions

    def list_teams(self) -> list[Locality]:
        """Return the teams whose actions the viewer may see; areas or the city without teams."""
        teams = self._reports.places.list_by_kind(self._reports.home_kind)
        return [team for team in teams if self.is_seen(team.code, "")]

    def is_team_seen(self, team: str) -> bool:
        """Return whether the viewer may see what a team records; only teams have meetings."""
        places = self._reports.places.localities
        is_team = team in places and places[team].kind is LocalityKind.TEAM
        return is_team and self.is_seen(team, "")

    def list_actions(
        self,
        *,
        teams: Collection[str] | None = None,
        indicators: Collection[str] | None = None,
        removed: bool = False,
    ) -> list[Action]:
        """Return actions in the order in which they were made; None stands for all."""
        found = self._store.list_actions(teams=teams, indicators=indicators, removed=removed)
        return [each for each in found if self.is_seen(each.team, each.indicator)]

    def list_open_at(self, team: str, moment: datetime) -> list[Action]:
        """Return the actions of a team that were open at a moment (UTC, no zone), as they were."""
        every = self._store.list_actions(removed=True)
        changes = self._store.list_changes([each.id for each in every])
        return [
            each
            for each in rewind_actions(every, changes, moment)
            if each.team == team and each.is_open and self.is_seen(team, each.indicator)
        ]

    def list_open_of_team(self, team: str) -> list[Action]:
        """Return every open action of a team, for a record that is limited when it is shown."""
        require(self._viewer, Permission.EDIT_ACTIONS)
        return [each for each in self._store.list_actions(teams=[team]) if each.is_open]

    def find(self, number: int) -> Action:
        """Return one action, also a removed one. Raises UnknownActionError."""
        found = self._store.find(number)
        if not self.is_seen(found.team, found.indicator):
            raise UnknownActionError(number)
        return found

    def list_changes(self, number: int) -> list[ActionChange]:
        """Return the changes of an action, oldest first.

        Those are left out that hold what was written before it was about what the viewer sees.
        """
        found = self.find(number)
        changes = self._store.list_changes([found.id])
        first = self._find_first_seen(found, changes)
        return [each for each in changes if first == 1 or each.version > first]

    def find_last_progress(self, actions: Sequence[Action]) -> dict[int, date]:
        """Return the day on which each action was last changed, or a note on it was added."""
        found = {each.id: each.changed_at.date() for each in actions}
        for note in self._store.list_notes(list(found)):
            found[note.action] = max(found[note.action], note.made_at.date())
        return found

    def list_changes_of(self, numbers: Collection[int]) -> list[ActionChange]:
        """Return every change of some actions that the viewer was given, oldest first."""
        return self._store.list_changes(list(numbers))

    def get_version(self) -> int:
        """Return a number that changes whenever an action or its notes do."""
        return self._store.get_version()

    def list_notes(self, number: int) -> list[ActionNote]:
        """Return the notes on the progress of an action, oldest first: see `list_changes`."""
        found = self.find(number)
        changes = self._store.list_changes([found.id])
        first = self._find_first_seen(found, changes)
        since = next(each.changed_at for each in changes if each.version == first)
        notes = self._store.list_notes([found.id])
        return [each for each in notes if first == 1 or each.made_at >= since]

    def _find_first_seen(self, action: Action, changes: Sequence[ActionChange]) -> int:
        """Return the version since which the viewer may see what an action is about."""
        for version in range(action.version - 1, 0, -1):
            then = rewind_fields(action, changes, version)
            if not self.is_seen(then[ActionField.TEAM], then[ActionField.INDICATOR]):
                return version + 1
        return 1

    def add(self, fields: ActionFields, *, now: datetime) -> int:
        """Keep a new action and return its number. Raises UserError if something is wrong."""
        self.check_change(fields)
        return self._store.add(fields, who=self._viewer.name, now=now)

    def update(
        self, number: int, base_version: int, fields: ActionFields, *, now: datetime
    ) -> Action:
        """Change the given fields of an action that was seen at a version, and return it.

        Raises ActionConflictError if someone else changed one of them meanwhile.
        """
        current = self.find(number)
        self.check_change({**current.fields, **fields})
        # A conflict shows what stood there at that version.
        first = self._find_first_seen(current, self._store.list_changes([number]))
        base = max(base_version, first)
        return self._store.update(number, base, fields, who=self._viewer.name, now=now)

    def add_note(self, number: int, text: str, *, now: datetime) -> None:
        """Keep a note on the progress of an action."""
        self.check_change(self.find(number).fields)
        self._store.add_note(number, text, who=self._viewer.name, now=now)

    def apply_batch(
        self,
        batch: str,
        added: Collection[ActionFields],
        changed: Mapping[int, tuple[int, ActionFields]],
        *,
        now: datetime,
        at_version: int | None = None,
    ) -> None:
        """Add and change many actions, all of it or none: see `ActionBatches.apply_batch`."""
        for fields in added:
            self.check_change(fields)
        for number, (_, fields) in changed.items():
            self.check_change({**self.find(number).fields, **fields})
        self._batches.apply_batch(
            batch, added, changed, who=self._viewer.name, now=now, at_version=at_version
        )

    def revert_batch(self, batch: str, *, now: datetime) -> int:
        """Undo an import, and return how many actions it changed back."""
        for number in self._batches.list_in_batch(batch):
            self.check_change(self.find(number).fields)
        return self._batches.revert_batch(batch, who=self._viewer.name, now=now)

    def list_imports(self, team: str | None = None) -> list[ActionImport]:
        """Return the imports of a team's sheets, or of all, the latest first."""
        require(self._viewer, Permission.EDIT_ACTIONS)
        seen = [each.code for each in self.list_teams() if team in (None, each.code)]
        return self._batches.list_imports(seen)

    def is_seen(self, team: str, indicator: str) -> bool:
        """Return whether the viewer may see what a team wrote about an indicator."""
        whole, places = self._reports.scope.whole, self._reports.places
        return sees_writing(self._viewer, whole, places, team, indicator)

    def check_change(self, fields: ActionFields) -> None:
        """Raise an error unless the viewer may write such an action, and its codes exist."""
        require(self._viewer, Permission.EDIT_ACTIONS)
        team, indicator = fields.get(ActionField.TEAM, ""), fields.get(ActionField.INDICATOR, "")
        if team and not self.is_seen(team, indicator):
            raise PermissionDeniedError(Permission.EDIT_ACTIONS)
        if indicator and indicator not in self._reports.catalogue.indicators:
            raise UserError(
                f"There is no indicator “{indicator}”.", remedy="Choose one from the list."
            )
        if team and team not in {each.code for each in self.list_teams()}:
            raise UserError(f"There is no team “{team}”.", remedy="Choose one from the list.")
        areas = fields.get(ActionField.AREAS, "")
        self._check_areas(team, [code for code in areas.split(";") if code])

    def _check_areas(self, team: str, areas: Iterable[str]) -> None:
        held = {area.code for area in self.list_areas(team)}
        for code in areas:
            if code not in held:
                raise UserError(
                    f"The area “{code}” is not one of the team's.",
                    remedy="Choose areas of the team.",
                )

    def list_areas(self, team: str) -> list[Locality]:
        """Return the areas of a team in the latest month with figures."""
        months = self._reports.find_months()
        places = self._reports.places
        if months is None or team not in places.localities:
            return []
        if places[team].kind is LocalityKind.AREA:
            return [places[team]]
        month: Month = months.latest or months.shown
        return places.list_areas(team, month)
