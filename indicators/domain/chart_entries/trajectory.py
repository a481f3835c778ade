"""Planned values of an indicator by month: what a place means to reach, and by when."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum
from fractions import Fraction
from itertools import combinations, pairwise

from pydantic import Field, field_validator

from indicators.domain.file_models import Code, Exact, FileModel, FileMonth
from indicators.domain.periods import Month


class TrajectoryShape(StrEnum):
    """What is planned for the months between two points."""

    LINEAR = "linear"
    STEPS = "steps"


class PlannedPoint(FileModel):
    """The value that is planned for one month."""

    month: FileMonth = Field(description="The month.")
    value: Exact = Field(description="What is planned for it, in the unit of the indicator.")


class Trajectory(FileModel):
    """What is planned for each month up to the last one; verdicts stay against the target."""

    definition: Code = Field(description="The version whose figures are compared with it.")
    shape: TrajectoryShape = Field(
        description="Between two points: linear, in equal steps by month; steps, the value of the "
        "earlier one."
    )
    reason: str = Field(min_length=1, description="Who decided it, when and why.")
    place: Code | None = Field(default=None, description="The one place it is for; else for all.")
    point: tuple[PlannedPoint, ...] = Field(
        min_length=2, description="The planned months in order, one table each."
    )

    @field_validator("point")
    @classmethod
    def _check_order(cls, points: tuple[PlannedPoint, ...]) -> tuple[PlannedPoint, ...]:
        for earlier, later in pairwise(points):
            if later.month <= earlier.month:
                raise ValueError(
                    f"The point of {later.month} follows that of {earlier.month}. Write each month "
                    "once, in order."
                )
        return points

    @property
    def last(self) -> PlannedPoint:
        return self.point[-1]

    def is_in_force(self, month: Month) -> bool:
        return self.point[0].month <= month <= self.last.month

    def overlaps(self, other: Trajectory) -> bool:
        return self.is_in_force(other.point[0].month) or other.is_in_force(self.point[0].month)

    def calculate_value(self, month: Month) -> Fraction | None:
        """Return what is planned for a month, exactly; None outside the months of the plan."""
        for earlier, later in pairwise(self.point):
            if earlier.month <= month < later.month:
                start, end = Fraction(earlier.value), Fraction(later.value)
                if self.shape is TrajectoryShape.STEPS:
                    return start
                passed = month.ordinal - earlier.month.ordinal
                return start + (end - start) * passed / (
                    later.month.ordinal - earlier.month.ordinal
                )
        return Fraction(self.last.value) if month == self.last.month else None


def check_trajectories(trajectories: Iterable[Trajectory], definitions: Collection[str]) -> None:
    """Raise ValueError for an unknown definition, or two plans for one month of one place."""
    listed = list(trajectories)
    for each in listed:
        if definitions and each.definition not in definitions:
            raise ValueError(
                f"A trajectory names the definition “{each.definition}”, which is not among "
                f"{', '.join(definitions)}. Correct the name or add the definition."
            )
    for one, other in combinations(listed, 2):
        same = (one.place, one.definition) == (other.place, other.definition)
        if same and one.overlaps(other):
            month = max(one.point[0].month, other.point[0].month)
            raise ValueError(f"Two trajectories are in force in {month}. Keep one of the two.")
