"""Reads the CSV of a page's table."""

import csv
from io import StringIO


def read_table(data: bytes) -> list[dict[str, str]]:
    """Return the rows by heading, without the lines about the table above them."""
    _, _, table = data.decode("utf-8-sig").partition("\r\n\r\n")
    return list(csv.DictReader(StringIO(table)))
