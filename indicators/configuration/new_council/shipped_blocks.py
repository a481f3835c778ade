"""Take the text of a shipped TOML file apart by its tables, so that the rest keeps its comments."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass

import tomlkit

_HEADING = re.compile(r"\[+([^\[\]]+)\]+")


@dataclass(frozen=True)
class ShippedBlock:
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


def split_blocks(text: str) -> list[ShippedBlock]:
    """Return the tables of a file in their order; their texts make up the file."""
    blocks: list[ShippedBlock] = []
    name, taken = "", list[str]()
    for line in text.splitlines(keepends=True):
        if found := _HEADING.fullmatch(line.strip()):
            above = _count_comment_lines(taken)
            start = len(taken) - above
            blocks.append(ShippedBlock(name, "".join(taken[:start])))
            name, taken = found[1].strip(), taken[start:]
        taken.append(line)
    return [*blocks, ShippedBlock(name, "".join(taken))]


def _count_comment_lines(lines: list[str]) -> int:
    """Return how many of the last lines are the comment of the table that follows."""
    count = 0
    for line in reversed(lines):
        if not line.startswith("#"):
            break
        count += 1
    return count


def join_blocks(blocks: Iterable[ShippedBlock]) -> str:
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
