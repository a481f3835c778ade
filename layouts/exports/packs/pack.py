"""A commissioner's pack: everything that its workbook and PDF are written from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from indicators.domain.loads import Load
from indicators.reports.comparison_models import Matrix


@dataclass(frozen=True, slots=True)
class PackDescription:
    """A pack's title, filters, first lines (the title first) and loads."""

    title: str
    filters: str
    lines: Sequence[str]
    loads: Sequence[Load]


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything in a pack.

    `words` are the words for one and many of the places. `creator` is the organisation's name.
    """

    matrix: Matrix
    words: tuple[str, str]
    stated: PackDescription
    creator: str
    now: datetime
