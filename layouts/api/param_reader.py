"""Reads the parameters of an address, and says what is wrong with them."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from werkzeug.datastructures import MultiDict

from indicators.reports.base import Reports
from layouts.api.params import NoParams
from layouts.api.problems import BadParametersError, ParameterFault

_ECHOED = 100
_Params = TypeVar("_Params", bound=NoParams)


def read_params(
    model: type[_Params], given: MultiDict[str, str], accepted: str, reports: Reports
) -> _Params:
    """Return the parameters of an address; `accepted` is the format if none is named.

    Raises BadParametersError with every fault at once.
    """
    values = given.to_dict(flat=False)
    if "format" in model.model_fields:
        values.setdefault("format", [accepted])
    try:
        return model.model_validate(values, context=reports)
    except ValidationError as error:
        raise BadParametersError(
            [_describe_fault(model, found, values) for found in error.errors()]
        ) from None


_WHY = {
    "missing": "It is needed here.",
    "extra_forbidden": "There is no such parameter here.",
    "greater_than_equal": "It is too small.",
    "less_than_equal": "It is too large.",
    "literal_error": "There is no such format.",
    "enum": "There is no such choice.",
    "too_long": "Too many are named at once.",
}


def _describe_fault(
    model: type[NoParams], found: ErrorDetails, values: dict[str, Any]
) -> ParameterFault:
    name = str(found["loc"][0])
    fields = {field.alias or key: field for key, field in model.model_fields.items()}
    context = found.get("ctx", {})
    if name in fields:
        allowed = context.get("allowed") or fields[name].description or ""
    else:
        allowed = f"Parameters here are: {', '.join(fields) or 'none'}."
    return ParameterFault(
        parameter=name[:_ECHOED],
        given=",".join(values.get(name, ()))[:_ECHOED],
        why=context.get("why") or _WHY.get(found["type"], found["msg"]),
        allowed=allowed,
    )
