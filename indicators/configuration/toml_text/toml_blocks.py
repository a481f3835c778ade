"""Take the text of a TOML file apart by its tables, so that the rest keeps its comments."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

import tomlkit

from indicators.configuration.toml_text.toml_shape import mask_strings

_HEADING = re.compile(r"\[\[?([^\[\]]+)\]\]?")


@dataclass(frozen=True)
class TomlBlock:
    """A table with its heading and the comment above it. What is above all tables has no name."""

    name: str
    text: str

    def find_value(self, key: str) -> object:
        """Return the value of a key of this table itself, or None."""
        found: object = tomllib.loads(self.text)
        for part in self.name.split(".") if self.name else ():
            found = found[part] if isinstance(found, dict) else None
            found = found[0] if isinstance(found, list) else found
        return found.get(key) if isinstance(found, dict) else None


def split_blocks(text: str) -> list[TomlBlock]:
    """Return the tables of a file in their order; their texts make up the file."""
    blocks: list[TomlBlock] = []
    name, taken, depth = "", list[str](), 0
    for line, bare in zip(_split_lines(text), _split_lines(mask_strings(text)), strict=True):
        code = bare.partition("#")[0]
        if depth == 0 and (found := _HEADING.fullmatch(code.strip())):
            start = len(taken) - _count_comment_lines(taken)
            blocks.append(TomlBlock(name, "".join(taken[:start])))
            name, taken = found[1].strip(), taken[start:]
        depth += sum(map(code.count, "[{")) - sum(map(code.count, "]}"))
        taken.append(line)
    return [*blocks, TomlBlock(name, "".join(taken))]


def _split_lines(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _count_comment_lines(lines: list[str]) -> int:
    """Return how many of the last lines are the comment of the table that follows."""
    count = 0
    for line in reversed(lines):
        if not line.startswith("#"):
            break
        count += 1
    return count


def replace_blocks(text: str, name: str, written: str) -> str:
    """Return the text of a file with other tables of a name, at the place of the first of them.

    `written` is their text, or "" for none. The comment above the first stays with them, and what
    stands by itself below one of them stays where it is.
    """
    before: list[str] = []
    after: list[str] = []
    above, is_found = "", False
    for block in split_blocks(text):
        if block.name == name or block.name.startswith(f"{name}."):
            above, is_found = above if is_found else _read_comment_above(block), True
            after.append(_read_remarks_below(block))
        else:
            (after if is_found else before).append(block.text)
    parts = ("".join(before), above + written if written else "", "".join(after))
    return "\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n"


def _read_comment_above(block: TomlBlock) -> str:
    return "".join(takewhile(lambda line: line.startswith("#"), _split_lines(block.text)))


def _read_remarks_below(block: TomlBlock) -> str:
    """Return the comments at the end of a table that an empty line sets apart from it."""
    lines = _split_lines(block.text)
    start = len(lines)
    while lines[start - 1].startswith("#") or not lines[start - 1].strip():
        start -= 1
    while start < len(lines) and lines[start].strip():
        start += 1
    return "".join(lines[start:])


def join_blocks(blocks: Iterable[TomlBlock]) -> str:
    """Return the text of a file, with one empty line between its tables."""
    return "\n\n".join(block.text.strip("\n") for block in blocks if block.text.strip()) + "\n"


def write_value(value: object) -> str:
    """Return a value as TOML writes it."""
    return tomlkit.item(value).as_string()


def write_pairs(pairs: Iterable[tuple[str, object]]) -> str:
    """Return one line for each key that has a value."""
    return "".join(
        f"{key} = {write_value(value)}\n" for key, value in pairs if value not in ("", ())
    )
