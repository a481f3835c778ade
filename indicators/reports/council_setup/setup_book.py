"""What a page asks of the set-up: the plan so far, what is missing, saving a step, finishing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from indicators.access.permissions import Permission, Viewer, require
from indicators.configuration.new_council.check_files import check_files
from indicators.configuration.new_council.check_plan import check_step
from indicators.configuration.new_council.council_files import write_council_files
from indicators.configuration.new_council.council_plan import CouncilPlan
from indicators.configuration.new_council.missing_parts import (
    MissingPart,
    SetUpStep,
    list_missing,
)
from indicators.configuration.new_council.shipped_files import ShippedFiles
from indicators.configuration.new_council.used_plan import leave_unused_out
from indicators.domain.errors import UserError
from indicators.domain.operations.saved_set_up import FinishedSetUp, StoredStep
from indicators.ports.place_table_reader import PlaceTableReader
from indicators.reports.council_setup.step_parts import build_plan, write_step
from indicators.store.council_setup.setup_store import SetUpStore
from indicators.store.observations import IndicatorTable


class SetUpState(StrEnum):
    """Whether the set-up can be worked on."""

    OPEN = "open"
    FINISHED = "finished"
    HAS_FIGURES = "has_figures"


class SetUpClosedError(UserError):
    """The set-up cannot be changed any more."""

    def __init__(self) -> None:
        super().__init__(
            "This database has figures, and they were loaded for the council as it is.",
            remedy="Change the council’s files instead: docs/council-data.md says how.",
        )


class SetUpBook:
    """The set-up of the council whose figures one database is for.

    `shipped` are the files that come with the program, and `place_tables` reads lists of areas.
    """

    def __init__(
        self, table: IndicatorTable, shipped: ShippedFiles, place_tables: PlaceTableReader
    ) -> None:
        self.shipped, self.place_tables = shipped, place_tables
        self._table, self._store = table, SetUpStore(table.engine)

    def find_state(self) -> SetUpState:
        if self._table.get_version():
            return SetUpState.HAS_FIGURES
        return SetUpState.FINISHED if self.find_finished() else SetUpState.OPEN

    def find_finished(self) -> FinishedSetUp | None:
        """Return the set-up that counts, or None."""
        return self._store.find_finished()

    def read_plan(self) -> tuple[CouncilPlan, dict[SetUpStep, StoredStep]]:
        """Return the plan so far, and the newest version of each step that was saved."""
        stored = self._store.list_newest()
        return build_plan(stored), {SetUpStep(each.step): each for each in stored}

    def list_missing(self) -> list[MissingPart]:
        """Return everything that the plan so far lacks."""
        return list_missing(self._read_used())

    def save(
        self,
        step: SetUpStep,
        plan: CouncilPlan,
        version: int,
        viewer: Viewer,
        *,
        now: datetime,
        others: Mapping[SetUpStep, int] | None = None,
    ) -> None:
        """Save a step of a plan over the version that it was made from.

        `others` are steps that are saved with it, each over its version. Raises ConfigurationError
        for what the files may not say, StepConflictError if somebody else saved meanwhile.
        """
        self._require_open(viewer)
        check_step(step, leave_unused_out(plan, self.shipped), self.shipped)
        versions = {step: version, **(others or {})}
        parts = [(each.value, write_step(plan, each), base) for each, base in versions.items()]
        self._store.save(parts, who=viewer.name, now=now)

    def undo(self, step: SetUpStep, version: int, viewer: Viewer, *, now: datetime) -> None:
        """Save a step as it was before its version; before the first it was empty."""
        self._require_open(viewer)
        earlier = [each for each in self._store.list_versions(step) if each.version < version]
        content = earlier[0].content if earlier else write_step(CouncilPlan(), step)
        self._store.save([(step.value, content, version)], who=viewer.name, now=now)

    def write_files(self) -> dict[str, str]:
        """Return the council's files as the plan so far makes them."""
        return write_council_files(self._read_used(), self.shipped)

    def read_finished_files(self) -> dict[str, str]:
        """Return the files of the set-up that counts; none if it is not finished."""
        finished = self.find_finished()
        return self._store.read_files(finished.id) if finished else {}

    def finish(self, viewer: Viewer, *, now: datetime) -> int:
        """Keep the files of the plan: every server uses them from its next request on.

        Raises UserError if a needed part is missing.
        """
        self._require_open(viewer)
        if needed := [each.what for each in self.list_missing() if each.needed]:
            raise UserError(needed[0], remedy="Add what is missing, then finish the set-up.")
        files = self.write_files()
        check_files(files)
        return self._store.finish(files, who=viewer.name, now=now)

    def _read_used(self) -> CouncilPlan:
        return leave_unused_out(self.read_plan()[0], self.shipped)

    def _require_open(self, viewer: Viewer) -> None:
        require(viewer, Permission.SET_UP_COUNCIL)
        if self.find_state() is SetUpState.HAS_FIGURES:
            raise SetUpClosedError
