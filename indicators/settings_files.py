"""Reads the TOML files a council edits and tells each fault with file, key and remedy."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from indicators.errors import ConfigurationError, UserError
from indicators.periods import Month


class FileModel(BaseModel):
    """What every table of a council's file has in common: unchanging, and no key it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


def _month(value: Any) -> Month:
    if isinstance(value, Month):
        return value
    try:
        return Month.parse(str(value))
    except UserError as error:
        raise ValueError(str(error)) from None


FileMonth = Annotated[Month, BeforeValidator(_month)]

_REMEDIES = {
    "missing": "Add this key.",
    "extra_forbidden": "Remove it, or correct its spelling.",
    "enum": "Use one of the words listed.",
    "string_type": "Put it in quotation marks.",
}
_Read = TypeVar("_Read")


def faults_of(error: ValidationError, file: str) -> list[UserError]:
    """One UserError for each fault pydantic found, told by file and key."""
    told = []
    for fault in error.errors():
        key = ".".join(str(part + 1) if isinstance(part, int) else part for part in fault["loc"])
        what = fault["msg"].removeprefix("Value error, ").rstrip(".") + "."
        remedy = _REMEDIES.get(fault["type"], "" if fault["type"] == "value_error" else "Correct it.")
        told.append(UserError(what, where=f"{file}, key {key}" if key else file, remedy=remedy))
    return told


def read_toml(path: Path) -> dict[str, Any]:
    """The file as TOML tables; a missing or misspelt file is a UserError."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UserError("The file is missing.", where=str(path), remedy="Put it there.") from None
    except UnicodeDecodeError:
        raise UserError(
            "The file is not UTF-8 text.", where=path.name, remedy="Save it as UTF-8."
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise UserError(
            f"This is not TOML: {error}.", where=path.name, remedy="Mend that line."
        ) from None


def gather(readers: Iterator[Callable[[], _Read]]) -> list[_Read]:
    """Run every reader, so that all faults of all files are told at once, not one at a time."""
    read, faults = [], []
    for reader in readers:
        try:
            read.append(reader())
        except ConfigurationError as error:
            faults += error.faults
        except UserError as error:
            faults.append(error)
    if faults:
        raise ConfigurationError(faults)
    return read
