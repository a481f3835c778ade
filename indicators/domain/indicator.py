"""One indicator of the catalogue, with its dated definitions, targets and footnotes."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Self

from pydantic import Field, PrivateAttr, ValidationInfo, field_validator

from indicators.domain.catalogue_parts.indicator_parts import (
    Cohort,
    Definition,
    Footnote,
    PeopleNouns,
    Target,
    check_overlap,
    check_reachable,
    check_spans,
)
from indicators.domain.chart_entries.trajectory import Trajectory, check_trajectories
from indicators.domain.core import CountType, Frequency, Placement, Polarity, Unit
from indicators.domain.file_models import Code, FileModel
from indicators.domain.periods import Month, Period


class Indicator(FileModel):
    """One indicator as its file in `data/catalogue` says it."""

    code: Code = Field(description="The name of its file without .toml; never changed.")
    name: str = Field(description="Its full name.")
    service: Code = Field(description="Who sends it: a service of programme.toml.")
    order: int = Field(description="Its place among the indicators of its service.")
    question: str = Field(description="The question it answers.")
    counts: str = Field(description="What is counted, out of what, in one line.")
    unit: Unit = Field(description="The unit of its figures.")
    better: Polarity = Field(description="Which way is better; with neither there is no verdict.")
    every: Frequency = Field(default=Frequency.MONTH, description="How often it is sent.")
    gathering: CountType = Field(
        default=CountType.FLOW,
        description="A count over months: snapshot (open at month end, a mean) or flow (a sum).",
    )
    shown: Placement = Field(
        default=Placement.DASHBOARD,
        description="In the rows of every dashboard, on the page of further indicators (more), or "
        "among the city's yearly outcomes.",
    )
    group: str = Field(
        default="",
        validate_default=True,
        description="Its heading on the page of further indicators: required for “more”, and only "
        "for it.",
    )
    per: int = Field(
        default=1000,
        gt=0,
        description="For a rate: per how many. Rates that were sent are kept in this base, so it "
        "must not change once some are loaded.",
    )
    small_number_threshold: int = Field(
        ge=0, description="Counts from 1 to this are hidden wherever figures are shared."
    )
    show_zero: bool = Field(default=True, description="Whether shared figures show a count of 0.")
    round_to_5: bool = Field(default=False, description="Whether shared counts are rounded to 5.")
    short_name: str = Field(default="", description="Its name where space is short.")
    to_turn: PeopleNouns | None = Field(
        default=None, description="The words after the number of people that turn a verdict."
    )
    caveats: str = Field(default="", description="What a reader has to know.")
    suggested_actions: tuple[str, ...] = Field(
        default=(), description="Ideas for a team whose figure is a cross."
    )
    cohort: Cohort | None = Field(
        default=None, description="When the babies of one month are counted: the cohort page."
    )
    definition: tuple[Definition, ...] = Field(
        min_length=1, description="The versions of its definition, one table each."
    )
    target: tuple[Target, ...] = Field(default=(), description="Its targets, one table each.")
    trajectory: tuple[Trajectory, ...] = Field(
        default=(), description="Planned values by month, one table each."
    )
    footnote: tuple[Footnote, ...] = Field(default=(), description="Notes below tables with it.")
    _folder: str = PrivateAttr(default="catalogue")

    def mark_as_in(self, folder: str) -> Self:
        """Return this indicator with the folder that its file is in."""
        self._folder = folder
        return self

    @property
    def folder(self) -> str:
        """The folder that its file is in."""
        return self._folder

    @property
    def where(self) -> str:
        """Its file, for a remedy."""
        return f"{self._folder}/{self.code}.toml"

    @property
    def scale(self) -> int:
        """What numerator over denominator is multiplied by: 100 for a percentage."""
        if self.unit is Unit.PERCENT:
            return 100
        return self.per if self.unit is Unit.RATE else 1

    @property
    def months(self) -> int:
        return self.every.months

    @property
    def is_flow(self) -> bool:
        """A count of events, whose months are added up."""
        return self.unit is Unit.COUNT and self.gathering is CountType.FLOW

    def find_definition(self, month: Month) -> Definition | None:
        return next((found for found in self.definition if found.is_in_force(month)), None)

    def get_definition_code(self, period: Period) -> str:
        """Return the code of the definition that a figure of a period is counted by.

        It is empty if there is none or if it changed within the period: such a figure is counted in
        two ways, and is compared with nothing.
        """
        return self._find_definition_code(period.ended, period.months)

    def _find_definition_code(self, ended: Month, months: int) -> str:
        code = ""
        for definition in self.definition:
            if definition.overlaps(ended, months):
                if code:
                    return ""
                code = definition.code
        return code

    def list_definition_codes(self, first: Month, last: Month, months: int) -> list[str]:
        """Return `get_definition_code` of the periods of so many months that end in these months.

        All at once: the versions in force are marked, not looked up month by month.
        """
        many = last.ordinal - first.ordinal + 1
        codes, found = [""] * many, [0] * many
        for definition in self.definition:
            start = max(definition.from_.ordinal - first.ordinal, 0)
            stop = many
            if definition.until is not None:
                stop = min(definition.until.ordinal - first.ordinal + months, many)
            for at in range(start, stop):
                codes[at] = definition.code
                found[at] += 1
        return [code if number == 1 else "" for code, number in zip(codes, found, strict=True)]

    def get_definition_code_at(self, ended: Month) -> str:
        """Return the code of the definition of the figure that was sent for the period ended so."""
        return self._find_definition_code(ended, self.months)

    def is_counted_alike(self, one: Month, other: Month) -> bool:
        """Whether the figures sent for the periods that ended in two months are of one version."""
        code = self.get_definition_code_at(one)
        return bool(code) and code == self.get_definition_code_at(other)

    def find_targets(self, month: Month, definition: str) -> dict[str | None, Target]:
        """Return the targets in force of a definition by place; that for all has the place None."""
        return {
            t.place: t for t in self.target if t.is_in_force(month) and t.definition == definition
        }

    def find_target(self, month: Month, definition: str, place: str) -> Target | None:
        """Return the target in force of a definition: the place's own, else the one for all."""
        found = self.find_targets(month, definition)
        return found.get(place) or found.get(None)

    def list_targets(
        self, months: Sequence[Month], definition: str, place: str
    ) -> list[Target | None]:
        """Return `find_target` of each of some months in their order, all at once."""
        found = [t for t in self.target if t.definition == definition and t.place in (None, place)]
        found.sort(key=lambda target: target.place is None)
        if found and all(map(found[0].is_in_force, (*months[:1], *months[-1:]))):
            return [found[0]] * len(months)  # a target is in force without a break
        return [next((t for t in found if t.is_in_force(month)), None) for month in months]

    def find_target_for_span(self, span: Period, place: str) -> Target | None:
        """Return the target that a place's figure over a span is compared with."""
        definition = self.get_definition_code_at(span.ended)
        target = self.find_target(span.ended, definition, place)
        return target if target and target.is_for(span.months) else None

    def find_trajectory(self, span: Period, place: str) -> Trajectory | None:
        """Return the plan for figures over a span: the place's own, else the one for all.

        A sum is planned for the period that is sent. Other figures are the same over any span.
        """
        if not self.trajectory or (self.is_flow and span.months != self.months):
            return None
        month, code = span.ended, self.get_definition_code_at(span.ended)
        found = [t for t in self.trajectory if t.is_in_force(month) and t.definition == code]
        own = [t for t in found if t.place == place]
        return next(iter(own or [t for t in found if t.place is None]), None)

    def calculate_planned(self, span: Period, place: str) -> Fraction | None:
        """Return what is planned for the last month of a span, exactly; None without a plan."""
        found = self.find_trajectory(span, place)
        return found.calculate_value(span.ended) if found else None

    def get_tolerance(self, target: Target) -> Decimal:
        """Within this of the target is N/A: 1 point, or for a rate or count 1% of its target."""
        if target.tolerance is not None:
            return target.tolerance
        return Decimal(1) if self.unit is Unit.PERCENT else abs(target.value) / 100

    # Checked key by key, so that each fault is reported with its key and none hides another.

    @field_validator("group")
    @classmethod
    def _check_group(cls, group: str, info: ValidationInfo) -> str:
        is_more = info.data.get("shown") is Placement.MORE
        if is_more and not group:
            raise ValueError("An indicator that is shown as “more” needs the heading it is under.")
        if group and not is_more:
            raise ValueError("Only an indicator that is shown as “more” has a group. Remove it.")
        return group

    @field_validator("definition")
    @classmethod
    def _check_definitions(
        cls, definitions: tuple[Definition, ...], info: ValidationInfo
    ) -> tuple[Definition, ...]:
        codes = [d.code for d in definitions]
        if len(set(codes)) < len(codes):
            raise ValueError("Two definitions have the same code. Give each its own.")
        if info.data.get("unit") in (Unit.PERCENT, Unit.RATE):
            bare = [d.code for d in definitions if not d.denominator]
            if bare:
                raise ValueError(
                    f"A percentage or rate is out of something, and “{bare[0]}” does not say of "
                    "what. Add its denominator."
                )
        check_overlap(definitions, "definitions")
        return definitions

    @field_validator("trajectory")
    @classmethod
    def _check_trajectories(
        cls, trajectories: tuple[Trajectory, ...], info: ValidationInfo
    ) -> tuple[Trajectory, ...]:
        if trajectories and info.data.get("better") is Polarity.NEITHER:
            raise ValueError(
                "There is a trajectory, but neither way is better. Set better to “higher” or "
                "“lower”."
            )
        check_reachable((point.value for plan in trajectories for point in plan.point), info)
        check_trajectories(trajectories, [d.code for d in info.data.get("definition", ())])
        return trajectories

    @field_validator("target")
    @classmethod
    def _check_targets(
        cls, targets: tuple[Target, ...], info: ValidationInfo
    ) -> tuple[Target, ...]:
        if targets and info.data.get("better") is Polarity.NEITHER:
            raise ValueError(
                "There is a target, but neither way is better. Set better to “higher” or “lower”."
            )
        check_reachable((target.value for target in targets), info)
        check_spans(targets, info)
        if "definition" in info.data:
            codes = [d.code for d in info.data["definition"]]
            for target in targets:
                if target.definition not in codes:
                    raise ValueError(
                        f"A target names the definition “{target.definition}”, which is not among "
                        f"{', '.join(codes)}. Correct the name or add the definition."
                    )
        for place, code in {(t.place, t.definition) for t in targets}:
            same = [t for t in targets if (t.place, t.definition) == (place, code)]
            check_overlap(same, f"targets for {place}" if place else "targets")
        return targets
