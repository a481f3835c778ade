"""What is chosen for a new council, step by step, before its files are written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import Field, field_serializer, model_validator

from indicators.domain.catalogue import Service
from indicators.domain.file_models import Code, Exact, FileModel, FileMonth
from indicators.domain.periods import Month

FIRST_MONTH = Month.of(2010, 4)
"""The month from which the shipped indicators are defined."""


class PlannedArea(FileModel):
    """An area for which services send figures."""

    name: str = Field(min_length=1, max_length=100)
    spellings: tuple[str, ...] = ()


class PlannedOutlines(FileModel):
    """The outlines of areas: a GeoJSON file, and the property that holds an area's name."""

    geojson: str
    property: str = Field(min_length=1)


class TargetChoice(StrEnum):
    """Which targets an indicator has."""

    SHIPPED = "shipped"
    OWN = "own"
    NONE = "none"


class PlannedIndicator(FileModel):
    """A shipped indicator. Its own target has a value, a first month and a source."""

    code: Code
    choice: TargetChoice = TargetChoice.SHIPPED
    value: Exact | None = None
    from_: FileMonth = Field(default=FIRST_MONTH, alias="from")
    source: str = ""

    @field_serializer("from_")
    def _write_month(self, month: Month) -> str:
        return str(month)

    @model_validator(mode="after")
    def _check_target(self) -> Self:
        if self.choice is TargetChoice.OWN and (self.value is None or not self.source):
            raise ValueError(
                f"The target of “{self.code}” has no value or no source. Write both, for example "
                "90 and who agreed it."
            )
        return self


class PlannedAgreement(FileModel):
    """The sharing agreement of all agencies."""

    name: str = Field(min_length=1)
    approver: str = Field(min_length=1)
    from_: date = Field(alias="from")
    until: date


class CouncilPlan(FileModel):
    """Everything that is chosen for a new council. Without a choice it is empty.

    `whole` is the name of the whole area that the council answers for. `teams` and `hubs` have the
    name of each area's team and hub.
    """

    name: str = ""
    council: str = ""
    about: str = ""
    whole: str = ""
    whole_words: tuple[str, str] = ("city", "cities")
    area_words: tuple[str, str] = ("centre area", "centre areas")
    first_month: FileMonth = FIRST_MONTH
    service: tuple[Service, ...] = ()
    area: tuple[PlannedArea, ...] = ()
    outlines: PlannedOutlines | None = None
    teams: Mapping[str, str] = Field(default_factory=dict)
    hubs: Mapping[str, str] = Field(default_factory=dict)
    indicator: tuple[PlannedIndicator, ...] = ()
    profiles: tuple[Code, ...] = ()
    agreement: PlannedAgreement | None = None

    @field_serializer("first_month")
    def _write_month(self, month: Month) -> str:
        return str(month)

    @property
    def agencies(self) -> list[str]:
        """The short names of the agencies, in the order of the services."""
        return list(dict.fromkeys(service.agency for service in self.service))
