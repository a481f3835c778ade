r"""Number formats of a spreadsheet: which of them show a number as a percentage.

`0.0%` shows 0.934 as 93.4%. `0.0"%"` and `0.0\%` write the sign after the number as it is. A
format has up to four sections, such as `[<=1]0%;0.0`: which of them a number gets depends on its
value.

Source: ECMA-376 part 1, section 18.8.31 (numFmts).
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Any

BUILT_IN_PERCENTS = {9: "0%", 10: "0.00%"}
"""The formats of percentages that a workbook may use by number without saying what they are."""

_LITERAL = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]', re.DOTALL)
"""Quoted text, single characters shown as they are, spaces, fillers, colours and conditions."""
_PART = re.compile(_LITERAL.pattern + r"|;|.", re.DOTALL)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\]")
_DIGITS = 15
"""Digits that a spreadsheet keeps of a number: beyond them is the noise of binary arithmetic."""
_LARGEST = 1e15


def may_show_percent(number_format: str) -> bool:
    """Return whether a format shows some or all numbers as percentages."""
    return "%" in _LITERAL.sub("", number_format)


def write_percent(cell: Any, number_format: str) -> Any:
    """Return a number as the percentage that its format shows, with all its digits: “93.4%”.

    Any other cell, and a number in a section of the format without a percent sign, stays as it is.
    """
    if type(cell) not in (float, int) or not abs(cell) < _LARGEST:
        return cell
    if not _choose_section(number_format, cell):
        return cell
    percentage = Decimal(f"{cell:.{_DIGITS}g}").scaleb(2).normalize()
    return f"{percentage:f}%"


def _choose_section(number_format: str, number: float) -> bool:
    """Return whether the section of a format that a number gets shows a percentage."""
    sections = _split_sections(number_format)
    if any(condition for condition, _ in sections):
        for condition, percent in sections[:3]:
            if condition is None or _is_met(*condition, number):
                return percent
        return sections[-1][1]
    if len(sections) > 2 and number == 0:
        return sections[2][1]
    return sections[1 if len(sections) > 1 and number < 0 else 0][1]


def _is_met(sign: str, bound: float, number: float) -> bool:
    return {
        "<=": number <= bound,
        ">=": number >= bound,
        "<>": number != bound,
        "<": number < bound,
        ">": number > bound,
        "=": number == bound,
    }[sign]


@lru_cache(256)
def _split_sections(number_format: str) -> tuple[tuple[tuple[str, float] | None, bool], ...]:
    """Return each section's condition, if it has one, and whether it shows a percentage."""
    sections: list[list[str]] = [[]]
    for part in _PART.findall(number_format):
        if part == ";":
            sections.append([])
        else:
            sections[-1].append(part)
    found = []
    for section in sections:
        conditions = (_CONDITION.fullmatch(part) for part in section)
        condition = next(((met[1], float(met[2])) for met in conditions if met), None)
        found.append((condition, "%" in section))
    return tuple(found)
