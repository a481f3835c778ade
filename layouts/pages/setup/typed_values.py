"""The fields of a form of the set-up, as they were typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from pydantic import ValidationError

from indicators.configuration.toml_files import convert_validation_error
from indicators.domain.errors import ConfigurationError, UserError
from indicators.domain.file_models import FileModel

Values = Mapping[str, str]
"""The fields by name. One that is not ticked is empty or not there."""
_Part = TypeVar("_Part", bound=FileModel)
TICK = "use-"
"""How the names of boxes to tick begin."""
_LONGEST_LINE = 500


def read_line(values: Values, name: str) -> str:
    """Return a field on one line, without spaces around it."""
    return " ".join(values.get(name, "").split())[:_LONGEST_LINE]


def is_ticked(values: Values, name: str) -> bool:
    """Return whether a box is ticked."""
    return bool(values.get(name))


def validate_part(
    model: type[_Part], given: Mapping[str, object], where: str, fields: Mapping[str, str]
) -> _Part:
    """Return what was typed as a model of the files.

    Raises ConfigurationError for `where`; `fields` are what the form calls the keys of the files.
    """
    try:
        return model.model_validate(given)
    except ValidationError as error:
        faults = convert_validation_error(error, where)
        raise ConfigurationError([_name_field(each, fields) for each in faults]) from None


def _name_field(fault: UserError, fields: Mapping[str, str]) -> UserError:
    before, _, key = fault.where.rpartition(", key ")
    if key not in fields:
        return fault
    return UserError(fault.what, where=f"{before}, {fields[key]}", remedy=fault.remedy)
