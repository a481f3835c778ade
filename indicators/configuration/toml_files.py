"""Read the TOML files of a council, and report each fault with file, key and remedy."""

from __future__ import annotations

import difflib
import json
import os
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import ValidationError

from indicators.configuration.toml_text.toml_shape import check_shape
from indicators.domain.errors import ConfigurationError, UserError
from indicators.domain.file_models import FileModel

_Read = TypeVar("_Read")
_Model = TypeVar("_Model", bound=FileModel)
_QUOTED = "Put it in quotation marks."
_WHOLE = "Write a whole number, without quotation marks."


_SAID: dict[str, tuple[str, str]] = {
    "missing": ("This key is missing.", "Add it."),
    "extra_forbidden": ("There is no such key.", "Remove it."),
    "string_type": ("These must be words.", _QUOTED),
    "int_type": ("This must be a whole number.", _WHOLE),
    "int_parsing": ("This must be a whole number.", _WHOLE),
    "int_from_float": ("This must be a whole number.", _WHOLE),
    "bool_type": ("This must be yes or no.", "Write true or false, without quotation marks."),
    "bool_parsing": ("This must be yes or no.", "Write true or false, without quotation marks."),
    "string_pattern_mismatch": (
        "This is not a code.",
        "Use small letters, digits, - and _ only, beginning with a letter or digit.",
    ),
    "tuple_type": (
        "This must be a list.",
        'Write it in square brackets, such as ["A", "B"], or its tables as [[target]].',
    ),
    "model_type": (
        "This must be a table of keys.",
        'Write its keys in braces, such as { column = "Month" }, or below a heading.',
    ),
    "dict_type": ("This must be a table of keys.", 'Write it in braces, such as { Age = "5" }.'),
    **dict.fromkeys(
        ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"),
        ("This must be a day.", "Write year, month and day, such as 2026-04-01."),
    ),
    "string_too_short": ("This is empty.", "Write it."),
    "too_short": ("There must be at least one.", "Add it."),
}
"""Pydantic's kinds of fault in the words of someone who edits a file: what is wrong, what to do."""


_LIMITS: dict[str, str] = {
    "greater_than": "This must be more than {gt}.",
    "greater_than_equal": "This must be at least {ge}.",
    "less_than_equal": "This must be at most {le}.",
    "string_too_long": "This must have at most {max_length} characters.",
    "too_long": "This must have at most {max_length} values.",
}
"""The same for numbers and lengths outside their limits."""


MOST_FAULTS = 100
"""Faults of one file that are reported at once: each takes time, and any number can be sent."""


def convert_validation_error(
    error: ValidationError,
    file: str,
    model: type[FileModel] | None = None,
    tables: Mapping[str, Any] | None = None,
) -> list[UserError]:
    """Return one UserError for each fault that pydantic found, with file and key.

    With the `model` that was read, the remedy says what a missing key means, and which key is meant
    by an unknown one. With the `tables` that were read, one of several is named by its code.
    """
    faults = []
    found = error.errors()
    for fault in found[:MOST_FAULTS]:
        if fault["type"] == "too_short" and any(_is_inside(f["loc"], fault["loc"]) for f in found):
            continue  # pydantic counts the sound ones only, and would report the spoilt one twice
        where = _locate(file, fault["loc"], tables or {})
        what, remedy = _SAID.get(fault["type"], ("", ""))
        if fault["type"] in _LIMITS:
            what = _LIMITS[fault["type"]].format_map(fault["ctx"])
            remedy = "Correct it."
        elif fault["type"] == "too_short" and (least := fault["ctx"]["min_length"]) > 1:
            what, remedy = f"There must be at least {least}.", "Add what is missing."
        elif fault["type"] in ("enum", "literal_error"):
            written = json.dumps(fault["input"], ensure_ascii=False, default=str).strip('"')
            what, remedy = f"“{written}” is not allowed.", f"Use {fault['ctx']['expected']}."
        elif fault["type"] == "extra_forbidden":
            remedy = _suggest_key(fault["loc"], model) if model else remedy
        elif fault["type"] == "missing":
            remedy = f"{remedy}{_explain_key(fault['loc'], model) if model else ''}"
        elif not what:
            # Our own validators say what is wrong and what to do in one message.
            what = fault["msg"].removeprefix("Value error, ").rstrip(".") + "."
            remedy = "" if fault["type"] == "value_error" else "Correct it."
        faults.append(UserError(what, where=where, remedy=remedy))
    return faults


def validate_table(model: type[_Model], table: Mapping[str, Any], where: str) -> _Model:
    """Return a table as a model. Raises ConfigurationError with every fault."""
    try:
        return model.model_validate(dict(table))
    except ValidationError as error:
        raise ConfigurationError(convert_validation_error(error, where, model)) from None


def _locate(file: str, location: tuple[int | str, ...], tables: Mapping[str, Any]) -> str:
    """Return where a fault is, such as “places.toml, place canley, key kind”.

    A table without a code, or with a fault in it, is counted: “key target.2.value”.
    """
    where, rest = file, location
    match location:
        case (str(heading), int(at), *inner) if inner and inner != ["code"]:
            listed = tables.get(heading)
            table = listed[at] if isinstance(listed, list) else None
            if isinstance(table, Mapping) and isinstance(table.get("code"), str):
                where, rest = f"{file}, {heading} {table['code']}", tuple(inner)
    parts = [str(part + 1) if isinstance(part, int) else part for part in rest]
    key = ".".join(part for part in parts if part != "[key]")  # a wrong key of a table of lists
    return f"{where}, key {key}" if key else where


def _is_inside(inner: tuple[int | str, ...], outer: tuple[int | str, ...]) -> bool:
    return len(inner) > len(outer) and inner[: len(outer)] == outer


def _explain_key(location: tuple[int | str, ...], model: type[FileModel]) -> str:
    """Return what a key means, or nothing where the model does not say."""
    found: Any = model
    for part in location[:-1]:
        if isinstance(part, str):
            found = _find_model(_list_fields(found)[part])
        if found is None:
            return ""
    meant = next(
        (f.description for key, f in found.model_fields.items() if location[-1] in (key, f.alias)),
        None,
    )
    return f" It is: {meant[0].lower()}{meant[1:]}" if meant else ""


def _suggest_key(location: tuple[int | str, ...], model: type[FileModel]) -> str:
    """Return the remedy for an unknown key: the one that is meant, or all that there are."""
    *path, misspelt = location
    found: Any = model
    above: list[type[FileModel]] = []
    for part in path:
        if isinstance(part, str):
            above.append(found)
            found = _find_model(_list_fields(found)[part])
        if found is None:
            return "Remove it."
    if any(misspelt in _list_fields(each) for each in above):
        inner = next(part for part in reversed(path) if isinstance(part, str))
        return f"It belongs further up: write it above the heading or brace of {inner}."
    near = difflib.get_close_matches(str(misspelt), _list_fields(found), n=1)
    if near:
        return f"Did you mean “{near[0]}”? Correct it, or remove it."
    return f"Remove it. The keys here are: {', '.join(_list_fields(found))}."


def _list_fields(model: type[FileModel]) -> dict[str, Any]:
    """Return the keys that a table of a file can have, each with the type of its value."""
    return {field.alias or key: field.annotation for key, field in model.model_fields.items()}


def _find_model(annotation: Any) -> type[FileModel] | None:
    """Return the table of keys inside an annotation such as `tuple[Target, ...]`, or None."""
    if isinstance(annotation, type) and issubclass(annotation, FileModel):
        return annotation
    return next(filter(None, map(_find_model, get_args(annotation))), None)


def read_model(path: Path, model: type[_Model], where: str) -> _Model:
    """Return the file as a `model`.

    Raises ConfigurationError with every fault, reported under `where`.
    """
    return _build_model(_read_text(path, where), model, where)


def parse_model(text: str, model: type[_Model], where: str) -> _Model:
    """Return a text that somebody sent as a `model`, as `read_model` does with a file."""
    check_shape(text, where)
    return _build_model(text, model, where)


def _build_model(text: str, model: type[_Model], where: str) -> _Model:
    tables = parse_toml(text, where)
    try:
        return model.model_validate(tables)
    except ValidationError as error:
        raise ConfigurationError(convert_validation_error(error, where, model, tables)) from None


def read_toml(path: Path, where: str = "") -> dict[str, Any]:
    """Return the file as TOML tables, without its byte order mark.

    Raises UserError, with the fault reported under `where`.
    """
    where = where or path.name
    return parse_toml(_read_text(path, where), where)


def list_toml_files(folder: Path, *, with_nested: bool = False) -> list[Path]:
    """Return the TOML files of a folder by name, those in folders of its own as well if asked.

    There may be no such folder. Raises UserError for one that cannot be read: taken for an empty
    one, the boundary changes or rules in it would no longer count, without a word.
    """
    for _ in os.walk(folder, onerror=_refuse_unreadable):
        pass
    return sorted(folder.rglob("*.toml") if with_nested else folder.glob("*.toml"))


def _refuse_unreadable(error: OSError) -> None:
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return
    raise UserError(
        f"The folder cannot be read: {error.strerror}.",
        where=str(error.filename),
        remedy="Let the user that runs the dashboard read it.",
    ) from None


def _read_text(path: Path, where: str) -> str:
    try:
        # A byte order mark is what Windows Notepad puts first.
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise UserError("The file is missing.", where=str(path), remedy="Put it there.") from None
    except UnicodeDecodeError:
        raise UserError(
            "The file is not UTF-8 text.", where=where, remedy="Save it as UTF-8."
        ) from None
    except OSError as error:
        raise UserError(
            f"The file cannot be read: {error.strerror}.",
            where=str(path),
            remedy="Let the user that runs the dashboard read it.",
        ) from None


def parse_toml(text: str, where: str) -> dict[str, Any]:
    """Return a text as TOML tables. Raises UserError, with the fault reported under `where`."""
    try:
        return tomllib.loads(text)
    except ValueError as error:  # a TOMLDecodeError is one, and a number of 5,000 digits is another
        raise UserError(
            f"This is not TOML: {error}.",
            where=where,
            remedy="Correct that line, or the one above it. Words, months and exact figures need "
            'quotation marks, for example from = "2026-04". Quotation marks and brackets must be '
            "closed. A key or heading can be there only once; the heading of one of several tables "
            "has two brackets, such as [[place]].",
        ) from None


def read_all(
    readers: Iterable[Callable[[], _Read]],
) -> tuple[list[_Read], list[UserError]]:
    """Return what the readers read, and every fault of those that failed.

    One that fails does not stop the next.
    """
    read: list[_Read] = []
    faults: list[UserError] = []
    for reader in readers:
        try:
            read.append(reader())
        except ConfigurationError as error:
            faults += error.faults
        except UserError as error:
            faults.append(error)
    return read, faults


def collect_faults(readers: Iterable[Callable[[], _Read]]) -> list[_Read]:
    """Run every reader, so that all faults of all files are reported at once."""
    read, faults = read_all(readers)
    if faults:
        raise ConfigurationError(faults)
    return read
