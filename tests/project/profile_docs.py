"""Write the tables of docs/profiles.md: keys from the models, marks and kinds of files."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BeforeValidator
from pydantic.fields import FieldInfo

from indicators.domain.file_models import FileModel
from loaders.profiles.marks import (
    FIGURE_STATUS_NOTES,
    FOOTNOTE_EXAMPLES,
    USUAL_MARKS,
    CellState,
    FigureStatus,
)
from loaders.profiles.profile_schema import (
    KnownColumns,
    MeasurePartSpec,
    MeasureSpec,
    PeriodSpec,
    PlaceSource,
    Profile,
    TableProfile,
    TotalsPolicy,
)
from loaders.readers.file_type import WORKBOOK_NAMES

MODELS: dict[str, type[FileModel]] = {
    "The file": Profile,
    "`[[table]]`": TableProfile,
    "`area`, if it is a table": PlaceSource,
    "`period`": PeriodSpec,
    "`totals`": TotalsPolicy,
    "`[[table.measure]]`": MeasureSpec,
    "`numerator`, `denominator`, `percentage` or `rate`, if it is a table": MeasurePartSpec,
    "`known`": KnownColumns,
}
"""The tables of a profile, by their heading on the page."""

KEYS: dict[str, dict[str, dict[str, str]]] = tomllib.loads(
    Path(__file__).with_name("profile_keys.toml").read_text(encoding="utf-8")
)
"""What each key of a model means, with an example."""

STATES = {
    CellState.HIDDEN: "hidden to protect people",
    CellState.NOT_AVAILABLE: "not available",
    CellState.NOT_APPLICABLE: "not applicable",
    CellState.INCOMPLETE: "part of what is counted is missing; the partial figure is not kept, "
    "because it would look like a fall",
    CellState.BLANK: "nothing: the same as an empty cell",
}
TEXT_FORMATS = {
    "csv, tsv, txt": "text with commas, semicolons, tabs or bars, in UTF-8, UTF-16 or Windows-1252",
    "gz, zip": "one file of the kinds above, which is read by its own name",
}


def list_keys(heading: str) -> Iterator[str]:
    """Yield the lines of the table of keys of one kind of table."""
    model = MODELS[heading]
    yield f"**{heading}**"
    yield ""
    yield "| key | meaning | value | if left out | example |"
    yield "| --- | --- | --- | --- | --- |"
    for name, field in model.model_fields.items():
        key = field.alias or name
        about = KEYS[model.__name__][key]
        meaning = about["meaning"]
        shown = f"`{about['example']}`" if "example" in about else "above"
        value, default = _describe_value(field), _describe_default(field)
        yield f"| `{key}` | {meaning} | {value} | {default} | {shown} |"


def list_all_keys() -> Iterator[str]:
    """Yield the tables of keys of all kinds of tables."""
    for heading in MODELS:
        yield from list_keys(heading)
        yield ""


def list_marks() -> Iterator[str]:
    """Yield the table of the usual marks and the meanings that `[marks]` can give."""
    yield "| meaning | in `[marks]` | usual marks |"
    yield "| --- | --- | --- |"
    for state, meaning in STATES.items():
        usual = [mark for mark, own in USUAL_MARKS.states.items() if own is state and mark]
        yield f'| {meaning} | `"{state.name.lower()}"` | {_join_codes(usual) or "–"} |'
    for status, note in FIGURE_STATUS_NOTES.items():
        usual = [mark for mark, own in USUAL_MARKS.statuses.items() if own is status]
        if status is FigureStatus.FOOTNOTE:
            usual += FOOTNOTE_EXAMPLES
        name = (status.name or "").lower()
        yield f'| after a number: {note[0].lower()}{note[1:]} | `"{name}"` | {_join_codes(usual)} |'


def list_formats() -> Iterator[str]:
    """Yield the table of the kinds of files that are read."""
    yield "| file | read as |"
    yield "| --- | --- |"
    yield f"| {', '.join(sorted(name[1:] for name in WORKBOOK_NAMES))} | a workbook |"
    for names, meaning in TEXT_FORMATS.items():
        yield f"| {names} | {meaning} |"


def _join_codes(words: list[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _describe_value(field: FieldInfo) -> str:
    limits = [
        f"{word} {getattr(rule, name)}"
        for rule in field.metadata
        for name, word in (("ge", "from"), ("le", "to"))
        if getattr(rule, name, None) is not None
    ]
    words = _describe_type(field.annotation)
    if any(isinstance(rule, BeforeValidator) for rule in field.metadata):
        words = f"text or {words}"
    return " ".join([words, *limits])


def _describe_type(annotation: Any) -> str:
    """Return what a key can hold; a text may stand for what is read from a text."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if hasattr(annotation, "__metadata__"):
        takes_text = any(isinstance(r, BeforeValidator) for r in annotation.__metadata__)
        return f"{'text or ' if takes_text else ''}{_describe_type(inner[0])}"
    if origin in (Union, UnionType):
        return _describe_type(next(each for each in inner if each is not NoneType))
    if origin is tuple:
        one = _describe_type(inner[0]).partition(" or ")[0]
        return "tables" if one == "table" else f"list of {one}s"
    return _describe_single(annotation, origin, inner)


def _describe_single(annotation: Any, origin: Any, inner: tuple[Any, ...]) -> str:
    if origin is Literal:
        return ", ".join(f"`{each}`" for each in inner)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return "table of texts"
    if issubclass(annotation, FileModel):
        return "table"
    if issubclass(annotation, Enum):
        return ", ".join(f"`{each.value}`" for each in annotation)
    return {str: "text", bool: "`true`, `false`", int: "whole number"}[annotation]


def _describe_default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    default = field.get_default(call_default_factory=True)
    if default in (None, "", (), {}):
        return "–"
    if isinstance(default, tuple):
        return _join_codes([str(each) for each in default])
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"
