"""Find phrases that docs/glossary.md lists as outdated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

PLACES = (
    "app.py",
    "cli",
    "data",
    "docs",
    "indicators",
    "layouts",
    "loaders",
    "sample",
    "CONTRIBUTING.md",
    "README.md",
    "SECURITY.md",
)
SUFFIXES = {".py", ".html", ".js", ".md", ".toml"}
LEFT_OUT = {
    "docs/glossary.md",
    "indicators/store/migrations/versions",  # a migration that has run is never changed
    "layouts/text/glossary.py",
    "layouts/vendor",
    "loaders/readers/file_names.py",  # knows the name of a sheet in workbooks sent before
}


def read_outdated_phrases(glossary: Path) -> list[str]:
    """Return the phrases of the left column of the glossary's last table."""
    table = glossary.read_text(encoding="utf-8").partition("## Outdated phrases")[2]
    rows = [line.split("|")[1].strip() for line in table.splitlines() if line.startswith("|")]
    return [phrase.strip() for row in rows[2:] for phrase in row.split(",")]


def find_outdated_phrases(root: Path, phrases: Iterable[str]) -> Iterator[str]:
    """Yield `file:line: phrase` for each outdated phrase in code and in what users read."""
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, phrases))})\b", re.IGNORECASE)
    for file in _list_files(root):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            for found in pattern.finditer(line):
                yield f"{file.relative_to(root)}:{number}: “{found[0]}” is outdated (glossary.md)"


def _list_files(root: Path) -> Iterator[Path]:
    for place in PLACES:
        path = root / place
        for file in [path] if path.is_file() else sorted(path.rglob("*")):
            name = file.relative_to(root).as_posix()
            if file.suffix in SUFFIXES and not name.startswith(tuple(LEFT_OUT)):
                yield file
