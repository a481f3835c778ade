"""A sign that a column, or a sheet, is of people."""

from __future__ import annotations

from typing import NamedTuple


class Sign(NamedTuple):
    """Why a column looks like one of a list of people; the words follow the column's name.

    It is `certain` if it names people or holds their NHS numbers: then nobody can declare that the
    file holds counts.
    """

    why: str
    certain: bool = False


Signs = dict[int, Sign]
"""The signs on a sheet by column, from 0."""
