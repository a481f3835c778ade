"""What of a file was left out of a load: numbers by reason, which the history keeps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from indicators.ports.hidden_parts import HiddenParts
from indicators.ports.unused_rows import UnusedReason, UnusedRows


class HiddenKind(StrEnum):
    """What was hidden in a workbook, next to the reasons of `UnusedReason`."""

    ROWS = "hidden_rows"
    COLUMNS = "hidden_columns"
    SHEETS = "hidden_sheets"


def count_left_out(unused: Iterable[UnusedRows], hidden: HiddenParts) -> dict[str, int]:
    """Return how much of a file was left out, by the code of the reason."""
    found = {each.reason.value: each.rows for each in unused}
    for kind, number in (
        (HiddenKind.ROWS, hidden.rows),
        (HiddenKind.COLUMNS, hidden.columns),
        (HiddenKind.SHEETS, len(hidden.sheets)),
    ):
        if number:
            found[kind.value] = number
    return found


def describe_left_out(left_out: Iterable[tuple[str, int]]) -> Iterator[str]:
    """Yield a sentence for each reason: “12 hidden rows were left out.”."""
    for code, number in left_out:
        if code in set(HiddenKind):
            thing = HiddenKind(code).value.replace("_", " ")
            one = thing.removesuffix("s")
            yield f"1 {one} was left out." if number == 1 else f"{number:,} {thing} were left out."
        else:
            yield str(UnusedRows(UnusedReason(code), number))
