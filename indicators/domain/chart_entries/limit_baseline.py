"""The months that limits of usual variation are fixed on, from `events.toml`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Self

from pydantic import Field, model_validator

from indicators.domain.file_models import Code, FileModel, FileMonth
from indicators.domain.periods import Month, Period


class LimitBaseline(FileModel):
    """Months whose figures alone make the limits, which stay as they are in later months."""

    indicator: Code = Field(description="The indicator whose limits are fixed.")
    from_: FileMonth = Field(alias="from", description="The first month of the baseline.")
    until: FileMonth = Field(
        description="The last month of the baseline; 13 or more make limits that are not "
        "provisional."
    )
    reason: str = Field(min_length=1, description="Why the limits are fixed on these months.")
    place: Code | None = Field(
        default=None,
        description="The place it is of, with its areas; all if left out. A place's own baseline "
        "is used instead of one for all.",
    )

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if self.until < self.from_:
            raise ValueError(
                f"It ends in {self.until} before it starts in {self.from_}. Correct one of the two."
            )
        return self

    def covers(self, span: Period) -> bool:
        return self.from_ <= span.start and span.ended <= self.until


def find_clash(
    baselines: Sequence[LimitBaseline], rebases: Iterable[Month]
) -> tuple[LimitBaseline, str] | None:
    """Return a baseline that cannot be used with the others of its place, and why."""
    restarts = sorted(rebases)
    for baseline in baselines:
        inside = [m for m in restarts if baseline.from_ < m <= baseline.until]
        if inside:
            return baseline, f"The limits restart in {inside[0]}, within these months."
    for earlier, later in pairwise(baselines):
        if not any(earlier.from_ < month <= later.from_ for month in restarts):
            return later, f"The limits are fixed on {earlier.from_} to {earlier.until} already."
    return None
