"""Write the tables of keys of the council's files from the models, with values from examples."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from indicators.domain.boundary_changes import BoundaryChange
from indicators.domain.catalogue import Programme
from indicators.domain.catalogue_parts.validation_rules import RulesFile
from indicators.domain.events import EventsFile
from indicators.domain.file_models import FileModel
from indicators.domain.indicator import Indicator
from indicators.domain.periods import Month
from indicators.domain.places import PlacesFile
from indicators.records.record_definition import RecordDefinition
from loaders.sources.source_settings import SourcesFile

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("catalogue.md", "records.md")
FILES: dict[str, type[FileModel]] = {
    "catalogue": Indicator,
    "programme.toml": Programme,
    "places.toml": PlacesFile,
    "arrangements": BoundaryChange,
    "events.toml": EventsFile,
    "rules": RulesFile,
    "sources.toml": SourcesFile,
    "records": RecordDefinition,
}
"""The council's files, or folders of them, with what each is read as."""

_WORDS = {
    str: "text",
    bool: "`true` or `false`",
    int: "whole number",
    Month: "month, `2026-04`",
    Decimal: "figure, in quotation marks",
}


def list_examples() -> list[tuple[str, str]]:
    """Return the examples of the pages: the file or folder that each is of, and its text."""
    pages = "".join((DOCS / page).read_text(encoding="utf-8") for page in PAGES)
    blocks = re.findall(r"(?s)```toml\n(.*?)```", pages)
    found = [(re.match(r"# data/([a-z]+(?:\.toml)?)", block), block) for block in blocks]
    return [(head[1] if head else "", block) for head, block in found]


def list_models(model: type[FileModel], path: str = "") -> Iterator[tuple[str, type[FileModel]]]:
    """Yield a model and each within it, with the path of keys to it."""
    yield path, model
    for key, field in _list_fields(model):
        inner = _find_model(field.annotation)
        if inner:
            yield from list_models(inner, f"{path}.{key}".lstrip("."))


def list_keys(file: str) -> Iterator[str]:
    """Yield the lines of the tables of one kind of file."""
    examples = [tomllib.loads(text) for kind, text in list_examples() if kind == file]
    for path, model in list_models(FILES[file]):
        if path:
            yield f"\n**`{path}`**: {_get_summary(model)}\n"
        yield "| key | meaning | value | if left out | example |"
        yield "| --- | --- | --- | --- | --- |"
        for key, field in _list_fields(model):
            where = [*filter(None, path.split(".")), key]
            found = [value for each in examples for value in find_values(each, where)]
            cells = [
                f"`{key}`",
                field.description or "",
                _describe_value(field),
                _describe_default(field),
                "below" if _find_model(field.annotation) else _format_example(found),
            ]
            yield f"| {' | '.join(cells)} |"


def find_values(tables: Any, path: Sequence[str]) -> Iterator[Any]:
    """Yield the values of a key, from all tables of a list."""
    if isinstance(tables, list):
        for each in tables:
            yield from find_values(each, path)
    elif isinstance(tables, Mapping) and path[0] in tables:
        inner = tables[path[0]]
        yield from find_values(inner, path[1:]) if path[1:] else [inner]


def _list_fields(model: type[FileModel]) -> list[tuple[str, FieldInfo]]:
    return [(field.alias or name, field) for name, field in model.model_fields.items()]


def _get_summary(model: type[FileModel]) -> str:
    return (model.__doc__ or "").split("\n\n")[0].replace("\n", " ").strip()


def _find_model(annotation: Any) -> type[FileModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, FileModel):
        return annotation
    return next(filter(None, map(_find_model, get_args(annotation))), None)


def _describe_value(field: FieldInfo) -> str:
    inner = _find_model(field.annotation)
    if inner:
        return "tables" if get_origin(field.annotation) is tuple else "table"
    limits = [
        f"{word} {getattr(rule, name)}"
        for rule in field.metadata
        for name, word in (("ge", "from"), ("le", "to"), ("gt", "over"), ("max_length", "up to"))
        if getattr(rule, name, None) is not None
    ]
    is_code = any(getattr(rule, "pattern", None) for rule in field.metadata)
    words = "code" if is_code else _describe_type(field.annotation)
    return " ".join([words, *([] if is_code else limits)])


def _describe_type(annotation: Any) -> str:
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        *most, last = (f"`{each.value}`" for each in annotation)
        return f"{', '.join(most)} or {last}"
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        return next(_describe_type(each) for each in inner if each is not NoneType)
    if origin is tuple:
        many = "" if inner[-1] is Ellipsis else f"{len(inner)} "
        return f"list of {many}{_describe_type(inner[0])}s"
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return "table of lists"
    if hasattr(annotation, "__metadata__"):
        is_code = any(getattr(rule, "pattern", None) for rule in _list_rules(annotation))
        return "code" if is_code else _describe_type(inner[0])
    return _WORDS[annotation]


def _list_rules(annotation: Any) -> list[Any]:
    """Return the rules of an annotated type, those inside a `Field` too."""
    rules = list(annotation.__metadata__)
    return rules + [inner for rule in rules for inner in getattr(rule, "metadata", ())]


def _describe_default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    default = field.get_default(call_default_factory=True)
    return "–" if default in (None, "", (), {}) else f"`{_format_value(default)}`"


def _format_example(values: Sequence[Any]) -> str:
    if not values:
        return ""
    text = _format_value(values[0]).replace("|", "\\|")
    return f"`{text}`" if len(text) <= 90 else f"`{text[:85].rsplit(' ', 1)[0]} …`"


def _format_value(value: Any) -> str:
    """Return a value as TOML writes it."""
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{key} = {_format_value(v)}' for key, v in value.items())} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_format_value, value))}]"
    return json.dumps(str(value) if isinstance(value, Enum) else value, ensure_ascii=False)
