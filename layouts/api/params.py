"""What may be asked of the read API: every parameter, checked, bounded and described once."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, TypeVar, cast

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import ErrorDetails, PydanticCustomError
from werkzeug.datastructures import MultiDict

from indicators.domain.core import AreaBasis, LocalityKind, Placement
from indicators.domain.errors import UserError
from indicators.domain.localities import Locality
from indicators.domain.periods import Month, parse_day
from indicators.reports.base import Reports
from layouts.api.problems import BadParameters, ParameterFault

MOST_ROWS = 1000
MOST_PAGES = 1_000_000
MOST_CODES = 100
MOST_MONTHS = 120
_LISTED = 50
_ECHOED = 100

_T = TypeVar("_T")


def _wrong(why: str, allowed: str = "") -> PydanticCustomError:
    return PydanticCustomError("parameter", "{why}", {"why": why, "allowed": allowed})


def _one(values: list[str]) -> str:
    if len(values) > 1:
        raise _wrong("It is given more than once.")
    return values[0]


def _whole(values: list[str]) -> int:
    text = _one(values)
    if not re.fullmatch(r"[0-9]{1,12}", text):
        raise _wrong("It is not a whole number.")
    return int(text)


def _many(values: list[str]) -> list[str]:
    return [code.strip() for value in values for code in value.split(",")]


def _month(values: list[str]) -> Month:
    try:
        return Month.parse(_one(values))
    except UserError as error:
        raise _wrong(error.what, error.remedy) from None


def _day(values: list[str]) -> date:
    try:
        return parse_day(_one(values))
    except UserError as error:
        raise _wrong(error.what, error.remedy) from None


def _known(what: str, code: str, codes: Collection[str]) -> str:
    if code not in codes:
        listed = ", ".join(codes) if len(codes) <= _LISTED else f"see /api/v1/{what}s"
        raise _wrong(f"There is no {what} “{code}”.", f"One or more of: {listed}.")
    return code


def _place(code: str, info: ValidationInfo) -> str:
    return _known("place", code, cast(Reports, info.context).places.localities)


def _indicator(code: str, info: ValidationInfo) -> str:
    return _known("indicator", code, cast(Reports, info.context).catalogue.indicators)


_FEW = Field(max_length=MOST_CODES)
_MONTH_SCHEMA = {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"}
_DAY_SCHEMA = {"type": "string", "format": "date"}
PlaceCodes = Annotated[
    tuple[Annotated[str, AfterValidator(_place)], ...], BeforeValidator(_many), _FEW
]
IndicatorCodes = Annotated[
    tuple[Annotated[str, AfterValidator(_indicator)], ...], BeforeValidator(_many), _FEW
]
Kinds = Annotated[tuple[LocalityKind, ...], BeforeValidator(_many), _FEW]
AskedMonth = Annotated[Month | None, BeforeValidator(_month), WithJsonSchema(_MONTH_SCHEMA)]
AskedDay = Annotated[date | None, BeforeValidator(_day), WithJsonSchema(_DAY_SCHEMA)]
AskedLens = Annotated[
    AreaBasis, BeforeValidator(_one), WithJsonSchema({"type": "string", "enum": list(AreaBasis)})
]
Whole = Annotated[int, BeforeValidator(_whole)]

_CODES = f"up to {MOST_CODES}, repeated or parted by commas"
PLACES = f"Only these places: codes from /api/v1/places, {_CODES}. All if not given."
KINDS = f"Only places of these kinds: {', '.join(LocalityKind)}; repeated or parted by commas."
INDICATORS = f"Only these indicators: codes from /api/v1/indicators, {_CODES}. All if not given."
DASHBOARDS = (
    f"Only these indicators: codes from /api/v1/indicators, {_CODES}. If not given, all that are "
    "rows of the dashboards."
)
FROM = (
    f"The first month, as 2026-10; at most {MOST_MONTHS} months with the last. If not given, as "
    "many for observations, and the last month alone for verdicts."
)

AS_AT = (
    "A past day, as 2026-09-14: the figures as they stood at its end (UTC). As they stand now if "
    "not given."
)
AREAS = (
    f"Which areas teams and hubs are added up from: {AreaBasis.AS_IT_WAS}, those of each month; "
    f"{AreaBasis.TODAY}, those they have in the latest month with data. The former if not given."
)


class NoParams(BaseModel):
    """No parameter at all. Values come as lists, since a parameter may be repeated."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class ListParams(NoParams):
    """What every list takes."""

    page: Whole = Field(1, ge=1, le=MOST_PAGES, description=f"Which page: 1 to {MOST_PAGES}.")
    per_page: Whole = Field(
        100, ge=1, le=MOST_ROWS, description=f"Rows on a page: 1 to {MOST_ROWS}."
    )
    format: Annotated[Literal["json", "csv"], BeforeValidator(_one)] = Field(
        "json", description="json or csv. If not given, what the Accept header asks for, else json."
    )

    @property
    def seen_on(self) -> date | None:
        """The day that is looked back to, if any."""
        return None

    @property
    def lens(self) -> AreaBasis:
        """Which areas earlier months are added up from."""
        return AreaBasis.AS_IT_WAS

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.per_page

    @property
    def rows(self) -> slice:
        return slice(self.offset, self.offset + self.per_page)


class IndicatorParams(ListParams):
    indicator: IndicatorCodes = Field((), description=INDICATORS)

    def indicators(self, reports: Reports) -> list[str]:
        return [
            c for c in reports.catalogue.indicators if not self.indicator or c in self.indicator
        ]


class PlaceParams(ListParams):
    place: PlaceCodes = Field((), description=PLACES)
    kind: Kinds = Field((), description=KINDS)

    def places(self, reports: Reports) -> list[Locality]:
        return [
            place
            for place in reports.places.localities.values()
            if (not self.place or place.code in self.place)
            and (not self.kind or place.kind in self.kind)
        ]


class SpanParams(PlaceParams, IndicatorParams):
    """Figures: of which places, indicators and months."""

    months_if_not_given: ClassVar[int]

    from_: AskedMonth = Field(None, alias="from", description=FROM)
    to: AskedMonth = Field(None, description="The last month, as 2026-10. The latest if not given.")
    as_at: AskedDay = Field(None, description=AS_AT)

    @property
    def seen_on(self) -> date | None:
        return self.as_at

    def span(self, latest: Month | None) -> tuple[Month, Month] | None:
        """The first and last month asked for; None where none was named and there is no data.

        Raises BadParameters for a span that is turned round or too long.
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
        raise BadParameters(
            [ParameterFault(parameter="from", given=str(first), why=why, allowed=allowed)]
        )


class ObservationParams(SpanParams):
    months_if_not_given = MOST_MONTHS


class VerdictParams(SpanParams):
    months_if_not_given = 1

    indicator: IndicatorCodes = Field((), description=DASHBOARDS)
    areas: AskedLens = Field(AreaBasis.AS_IT_WAS, description=AREAS)

    @property
    def lens(self) -> AreaBasis:
        return self.areas

    def indicators(self, reports: Reports) -> list[str]:
        return [
            i.code
            for i in reports.catalogue.indicators.values()
            if (i.code in self.indicator if self.indicator else i.shown is Placement.DASHBOARD)
        ]


_Asked = TypeVar("_Asked", bound=NoParams)


def read(
    model: type[_Asked], given: MultiDict[str, str], accepted: str, reports: Reports
) -> _Asked:
    """The parameters of an address, with the format that its Accept header asks for.

    Raises BadParameters with every fault at once.
    """
    values = given.to_dict(flat=False)
    if "format" in model.model_fields:
        values.setdefault("format", [accepted])
    try:
        return model.model_validate(values, context=reports)
    except ValidationError as error:
        raise BadParameters([_fault(model, found, values) for found in error.errors()]) from None


_WHY = {
    "extra_forbidden": "There is no such parameter here.",
    "greater_than_equal": "It is too small.",
    "less_than_equal": "It is too large.",
    "literal_error": "There is no such format.",
    "enum": "There is no such choice.",
    "too_long": "Too many are named at once.",
}


def _fault(model: type[NoParams], found: ErrorDetails, values: dict[str, Any]) -> ParameterFault:
    name = str(found["loc"][0])
    fields = {field.alias or key: field for key, field in model.model_fields.items()}
    context = found.get("ctx", {})
    if name in fields:
        allowed = context.get("allowed") or fields[name].description or ""
    else:
        allowed = f"Parameters here are: {', '.join(fields) or 'none'}."
    return ParameterFault(
        parameter=name[:_ECHOED],
        given=",".join(values[name])[:_ECHOED],
        why=context.get("why") or _WHY.get(found["type"], found["msg"]),
        allowed=allowed,
    )
