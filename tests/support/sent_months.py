"""Months written as text, “9 x 19 of 20, 3 x missing”, as rows of the indicator table."""

import re
from collections.abc import Iterator

from indicators.domain.indicator import Indicator
from indicators.domain.periods import Month
from tests.support.builders import row


def list_cells(text: str) -> list[str]:
    """“9 x 19 of 20, 3 x missing” as the twelve it stands for; “6 x (1 of 2, 2 of 2)” as well."""
    cells = []
    text = re.sub(r"(\d+) x \(([^)]*)\)", lambda found: ", ".join([found[2]] * int(found[1])), text)
    for part in text.split(", "):
        many, cell = re.fullmatch(r"(?:(\d+) x )?(.+)", part).groups()
        cells += [cell] * int(many or 1)
    return cells


def list_rows(made: Indicator, place: str, text: str, last: Month) -> Iterator[tuple]:
    """The rows of a place, a month after the other, the last of them `last`."""
    cells = list_cells(text)
    for month, cell in zip(range(len(cells) - 1, -1, -1), cells, strict=True):
        ended = last - month
        sent = {"definition": made.find_definition(ended).code, "months": made.months}
        if found := re.fullmatch(r"(\d+)(?: of (\d+))?", cell):
            sent |= {"numerator": int(found[1]), "denominator": found[2] and int(found[2])}
        elif cell.endswith("%"):
            sent["value"] = cell.removesuffix("%")
        else:
            sent["status"] = cell.replace(" ", "_")
        if cell != "missing":
            yield row(made.code, place, ended, **sent)
