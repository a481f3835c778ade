"""What the tests of other councils' files share: the csv module's reading, and the loaders'."""

import csv
from functools import cache

import pytest

from tests.conftest import ROOT
from tests.support.extracts import SHARED, Council, figures


@cache
def rows_of(name):
    """The rows of a shared CSV by heading, headings in small letters. Skips where it is absent."""
    path = SHARED / "extracts" / name
    if not path.exists():
        pytest.skip("the shared files are not here")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{key.lower(): cell for key, cell in row.items()} for row in csv.DictReader(file)]


@cache
def reading_of(council, name):
    rows_of(name)
    return Council(ROOT / "tests" / "councils" / council).read(SHARED / "extracts" / name)


def sent(reading):
    """Indicator, place and last month to numerator, denominator, value, status: each once."""
    read = figures(reading)
    found = {
        (indicator, *figure[:2]): figure[2:]
        for indicator, figure in zip(reading.observations.indicator, read, strict=True)
    }
    assert len(found) == len(read)
    return found


def is_whole(reading, name):
    """Rows read are all the file's, and each is loaded, refused or blank."""
    parts = reading.rows_loaded + reading.rows_refused + reading.rows_blank
    return reading.rows_read == parts == len(rows_of(name))
