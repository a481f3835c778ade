"""The parameters that pages, downloads and the API share: month, past day and area basis.

Each is parsed and bounded only here. Pages and downloads read `RequestParams`; the API's models use
the same field types.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, WithJsonSchema
from pydantic_core import PydanticCustomError

from indicators.domain.core import AreaBasis
from indicators.domain.errors import FutureDayError, UserError
from indicators.domain.periods import Month, parse_past_day

_T = TypeVar("_T")
Given = str | list[str]
"""A parameter as it was sent: the API sees every value of one that is repeated."""


def build_param_error(
    why: str, allowed: str = "", *, is_future: bool = False
) -> PydanticCustomError:
    """Return the error for a wrong parameter; `allowed` says what it may be."""
    context = {"why": why, "allowed": allowed, "is_future": is_future}
    return PydanticCustomError("parameter", "{why}", context)


def take_single(given: Given) -> str:
    """Return the one value of a parameter. Raises an error if it is repeated."""
    if isinstance(given, str):
        return given
    if len(given) > 1:
        raise build_param_error("It is given more than once.")
    return given[0]


def _parse_with(parse: Callable[[str], _T]) -> BeforeValidator:
    """Return a validator that turns the UserError of a parser into an error of this parameter."""

    def parse_param(given: Given) -> _T:
        try:
            return parse(take_single(given))
        except UserError as error:
            is_future = isinstance(error, FutureDayError)
            raise build_param_error(error.what, error.remedy, is_future=is_future) from None

    return BeforeValidator(parse_param)


def _parse_past_day(text: str) -> date:
    return parse_past_day(text, datetime.now(UTC).date())


def _parse_area_basis(given: Given) -> Given:
    """Return the area basis; on a page an unknown one counts as none."""
    return given if given in list(AreaBasis) else AreaBasis.AS_IT_WAS


MonthParam = Annotated[
    Month | None,
    _parse_with(Month.parse),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"}),
]
DayParam = Annotated[
    date | None, _parse_with(_parse_past_day), WithJsonSchema({"type": "string", "format": "date"})
]
AreaBasisParam = Annotated[
    AreaBasis,
    BeforeValidator(take_single),
    WithJsonSchema({"type": "string", "enum": list(AreaBasis)}),
]


class RequestParams(BaseModel):
    """What an address says of the view: the past day, the area basis and the month, if any."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    as_at: DayParam = None
    areas: Annotated[AreaBasis, BeforeValidator(_parse_area_basis)] = AreaBasis.AS_IT_WAS
    month: MonthParam = None


class WrongParamError(UserError):
    """A wrong month or day. `parameter` names it; `others` are those without a fault.

    `is_future` says that it is a day that has not begun.
    """

    def __init__(
        self,
        parameter: str,
        why: str,
        allowed: str,
        others: RequestParams,
        *,
        is_future: bool = False,
    ) -> None:
        self.parameter = parameter
        self.others = others
        self.is_future = is_future
        super().__init__(why, remedy=allowed)


def parse_params(query: Mapping[str, str]) -> RequestParams:
    """Return the parameters of an address; empty ones count as missing.

    Raises WrongParamError for the first that is wrong.
    """
    given = {name: query[name] for name in RequestParams.model_fields if query.get(name)}
    try:
        return RequestParams.model_validate(given)
    except ValidationError as error:
        wrong = {str(each["loc"][0]): each["ctx"] for each in error.errors()}
        others = RequestParams.model_validate(
            {name: value for name, value in given.items() if name not in wrong}
        )
        parameter, fault = next(iter(wrong.items()))
        raise WrongParamError(
            parameter, fault["why"], fault["allowed"], others, is_future=fault["is_future"]
        ) from None
