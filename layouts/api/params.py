"""The parameters of the read API: each is checked, bounded and described here once."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import Annotated, ClassVar, Literal, cast

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
)

from indicators.domain.core import AreaBasis, LocalityKind, Placement
from indicators.domain.localities import Locality
from indicators.domain.periods import Month
from indicators.reports.base import Reports
from layouts.api.problems import BadParametersError, ParameterFault
from layouts.site.request_params import (
    AreaBasisParam,
    DayParam,
    MonthParam,
    build_param_error,
    take_single,
)

MOST_ROWS = 1000
MOST_PAGES = 1_000_000
MOST_CODES = 100
MOST_MONTHS = 120
MOST_LOADS = 2**31 - 1
_LISTED = 100


def _parse_number(values: list[str]) -> int:
    text = take_single(values)
    if not re.fullmatch(r"[0-9]{1,12}", text):
        raise build_param_error("It is not a whole number.")
    return int(text)


def _split_codes(values: list[str]) -> list[str]:
    return [code.strip() for value in values for code in value.split(",")]


def _check_code(kind: str, code: str, known: Collection[str]) -> str:
    if code not in known:
        listed = ", ".join(known) if len(known) <= _LISTED else f"see /api/v1/{kind}s"
        raise build_param_error(f"There is no {kind} “{code}”.", f"One or more of: {listed}.")
    return code


def check_place(code: str, info: ValidationInfo) -> str:
    """Return a code of a place. Raises ValidationError for another."""
    return _check_code("place", code, cast(Reports, info.context).places.localities)


def _check_indicator(code: str, info: ValidationInfo) -> str:
    return _check_code("indicator", code, cast(Reports, info.context).catalogue.indicators)


_FEW = Field(max_length=MOST_CODES)
PlaceCodes = Annotated[
    tuple[Annotated[str, AfterValidator(check_place)], ...], BeforeValidator(_split_codes), _FEW
]
IndicatorCodes = Annotated[
    tuple[Annotated[str, AfterValidator(_check_indicator)], ...],
    BeforeValidator(_split_codes),
    _FEW,
]
Kinds = Annotated[tuple[LocalityKind, ...], BeforeValidator(_split_codes), _FEW]
WholeNumber = Annotated[int, BeforeValidator(_parse_number)]

_CODES = f"up to {MOST_CODES}, repeated or separated by commas"
PLACES = f"Only these places: codes from /api/v1/places, {_CODES}. All if not given."
KINDS = f"Only places of these kinds: {', '.join(LocalityKind)}; repeated or separated by commas."
INDICATORS = f"Only these indicators: codes from /api/v1/indicators, {_CODES}. All if not given."
DASHBOARDS = (
    f"Only these indicators: codes from /api/v1/indicators, {_CODES}. If not given, all "
    "rows of the dashboards."
)
FROM = (
    f"The first month, as 2026-10; at most {MOST_MONTHS} months with the last. If not given, as "
    "many for observations, and only the last month for verdicts."
)

AS_AT = "A past day, as 2026-09-14: the figures at its end (UTC). Current figures if not given."
AREAS = (
    f"Which areas teams and hubs are added up from: {AreaBasis.AS_IT_WAS}, those of each month; "
    f"{AreaBasis.TODAY}, those of the latest month with data. {AreaBasis.AS_IT_WAS} if not given."
)


class NoParams(BaseModel):
    """No parameters. Values are lists, because a parameter can be repeated."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class ListParams(NoParams):
    """The parameters of every list."""

    page: WholeNumber = Field(1, ge=1, le=MOST_PAGES, description=f"Which page: 1 to {MOST_PAGES}.")
    per_page: WholeNumber = Field(
        100, ge=1, le=MOST_ROWS, description=f"Rows on a page: 1 to {MOST_ROWS}."
    )
    format: Annotated[Literal["json", "csv"], BeforeValidator(take_single)] = Field(
        "json", description="json or csv. If not given, by the Accept header, else json."
    )

    @property
    def seen_on(self) -> date | None:
        """The past day of the figures, if any."""
        return None

    @property
    def area_basis(self) -> AreaBasis:
        """The areas from which earlier months are added up."""
        return AreaBasis.AS_IT_WAS

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.per_page

    @property
    def rows(self) -> slice:
        return slice(self.offset, self.offset + self.per_page)


class IndicatorParams(ListParams):
    """The indicators of a list."""

    indicator: IndicatorCodes = Field((), description=INDICATORS)

    def select_indicators(self, reports: Reports) -> list[str]:
        for code in self.indicator:
            reports.scope.require_indicator(code)
        return [
            c for c in reports.catalogue.indicators if not self.indicator or c in self.indicator
        ]


class PlaceParams(ListParams):
    """The places of a list."""

    place: PlaceCodes = Field((), description=PLACES)
    kind: Kinds = Field((), description=KINDS)

    def select_places(self, reports: Reports) -> list[Locality]:
        for code in self.place:
            reports.scope.require_place(code)
        return [
            place
            for place in reports.scope.choose_places(reports.places.localities.values())
            if (not self.place or place.code in self.place)
            and (not self.kind or place.kind in self.kind)
        ]


class SpanParams(PlaceParams, IndicatorParams):
    """The places, indicators and months of figures."""

    months_if_not_given: ClassVar[int]

    from_: MonthParam = Field(None, alias="from", description=FROM)
    to: MonthParam = Field(None, description="The last month, as 2026-10. The latest if not given.")
    as_at: DayParam = Field(None, description=AS_AT)

    @property
    def seen_on(self) -> date | None:
        return self.as_at

    def choose_span(self, latest: Month | None) -> tuple[Month, Month] | None:
        """Return the first and last month; None if none is named and there is no data.

        Raises BadParametersError for a span that is too long or ends before it starts.
        """
        last = self.to or max(filter(None, (self.from_, latest)), default=None)
        if last is None:
            return None
        first = self.from_ or last - (self.months_if_not_given - 1)
        months = last.ordinal - first.ordinal + 1
        if 1 <= months <= MOST_MONTHS:
            return first, last
        why = f"It is after {last}." if months < 1 else f"To {last} it is {months} months."
        allowed = f"{last - (MOST_MONTHS - 1)} to {last}: at most {MOST_MONTHS} months in all."
        raise BadParametersError(
            [ParameterFault(parameter="from", given=str(first), why=why, allowed=allowed)]
        )


class CommentParams(PlaceParams, IndicatorParams):
    """Comments on the figures of places and indicators."""

    as_at: DayParam = Field(None, description=AS_AT)

    @property
    def seen_on(self) -> date | None:
        return self.as_at


class TeamParams(ListParams):
    """Rows of every team, or of some."""

    team: PlaceCodes = Field((), description="Only these teams, by code, separated by commas.")


def _check_record(code: str, info: ValidationInfo) -> str:
    return _check_code("record", code, cast(Reports, info.context).records)


class RecordParams(ListParams):
    """What teams entered in one kind of record: of every team and period, or of some."""

    kind: Annotated[str, BeforeValidator(take_single), AfterValidator(_check_record)] = Field(
        description="The record: a code from /api/v1/records."
    )
    team: PlaceCodes = Field((), description="Only these teams, by code, separated by commas.")
    period: Annotated[str, BeforeValidator(take_single)] = Field(
        "", description="Only this period: 2026-Q1 (April to June 2026), 2026-09 or 2026-W36."
    )
    as_at: DayParam = Field(None, description=AS_AT)

    @property
    def seen_on(self) -> date | None:
        return self.as_at


class ActionParams(TeamParams, IndicatorParams):
    """Actions: of every team, or of some."""


class RefusalParams(ListParams):
    """Refused rows: of all loads, or of one."""

    load: WholeNumber | None = Field(
        None,
        ge=1,
        le=MOST_LOADS,
        description="Only rows refused with this load: its number on the data page.",
    )


class ObservationParams(SpanParams):
    """Observations: by default of the longest span."""

    months_if_not_given = MOST_MONTHS


class VerdictParams(SpanParams):
    """Verdicts: by default of the latest month, for the rows of the dashboards."""

    months_if_not_given = 1

    indicator: IndicatorCodes = Field((), description=DASHBOARDS)
    areas: AreaBasisParam = Field(AreaBasis.AS_IT_WAS, description=AREAS)

    @property
    def area_basis(self) -> AreaBasis:
        return self.areas

    def select_indicators(self, reports: Reports) -> list[str]:
        known = reports.catalogue.indicators
        chosen = super().select_indicators(reports)
        return [c for c in chosen if self.indicator or known[c].shown is Placement.DASHBOARD]
