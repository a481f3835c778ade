"""Write the lists of written periods in docs/profiles.md from tests/spec/period_formats.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from indicators.domain.periods import Month, Period

SPEC = Path(__file__).parents[1] / "spec" / "period_formats.toml"


def _read_spec() -> dict[str, Any]:
    return tomllib.loads(SPEC.read_text("utf-8"))


def list_forms() -> Iterator[str]:
    """Yield the lines of the table of forms that are read without a question."""
    yield "| kind | written | meaning |"
    yield "| --- | --- | --- |"
    for form in _read_spec()["form"]:
        first, last = Month.parse(form["first"]), Month.parse(form["last"])
        period = Period(last, last.ordinal - first.ordinal + 1)
        meaning = period.name if period.months == 1 else f"{first.name} to {last.name}"
        written = ", ".join(f"`{each}`" for each in form["written"])
        yield f"| {form['kind']} | {written} | {meaning} |"


def list_doubtful_forms() -> Iterator[str]:
    """Yield the lines of the table of forms that are asked about."""
    yield "| written | read as | could also be |"
    yield "| --- | --- | --- |"
    for form in _read_spec()["asked"]:
        months = {"month": 1, "quarter": 3}[form["length"]]
        read_as = Period(Month.parse(form["read_as"]), months).name
        yield f"| `{form['written']}` | {read_as} | {form['other']} |"
