"""Find the column of each heading that a profile names, and list all other columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from indicators.domain.core import Frequency
from indicators.domain.periods import Period
from loaders.parsing.header import PERIOD, Header, Heading
from loaders.profiles.profile_schema import MeasurePartSpec, MeasureSpec, Rows, TableProfile
from loaders.readers.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Filter:
    """Selects the rows in which the cell under `heading` is one of `words`."""

    heading: Heading
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeasureSource:
    """Where one measure of one period is: the columns of each part by role, and the rows.

    `where` selects the measure's rows, and `role_where` the rows of each part. `period` is None
    where each row names its own.
    """

    measure: MeasureSpec
    period: Period | None
    roles: dict[str, tuple[Heading, ...]]
    where: tuple[Filter, ...]
    role_where: dict[str, tuple[Filter, ...]]


@dataclass(slots=True)
class Columns:
    """A table's columns by what they hold.

    `missing` headings and the columns `twice` and `unknown` are for the reader to refuse.
    """

    area: Heading | None = None
    code: Heading | None = None
    period: Heading | None = None
    only: tuple[Filter, ...] = ()
    sources: list[MeasureSource] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    twice: list[Heading] = field(default_factory=list)
    unknown: list[Heading] = field(default_factory=list)

    @property
    def figures(self) -> list[int]:
        """The columns that hold figures, by index."""
        used = {h.index for source in self.sources for role in source.roles.values() for h in role}
        return sorted(used)


class ColumnFinder:
    """Looks up headings and records those found, missing and doubled."""

    def __init__(self, header: Header, spellings: Mapping[str, Sequence[str]]) -> None:
        self.header = header
        self.spellings = spellings
        self.columns = Columns()
        self.used: set[int] = set()

    def find_one(self, spelt: Sequence[str]) -> Heading | None:
        others = [other for text in spelt for other in self.spellings.get(text, ())]
        found = self.header.find_columns([*spelt, *others])
        self.used.update(heading.index for heading in found)
        self.columns.twice += found[1:]
        if not found:
            self.columns.missing.append(spelt[0])
            return None
        return found[0]

    def find_filters(self, rows: Rows) -> tuple[Filter, ...]:
        found = ((self.find_one((column,)), words) for column, words in rows.items())
        return tuple(Filter(heading, words) for heading, words in found if heading)

    def find_by_period(
        self, spelt: Sequence[str], every: Frequency | None
    ) -> dict[Period, Heading]:
        found: dict[Period, Heading] = {}
        for period, heading in self.header.find_periods(spelt, every):
            self.used.add(heading.index)
            if period in found:
                self.columns.twice.append(heading)
            else:
                found[period] = heading
        return found

    def find_part(
        self, part: MeasurePartSpec, every: Frequency | None
    ) -> dict[Period | None, tuple[Heading, ...]]:
        """Return a part's columns by period, or under None where the headings name no period."""
        if not any(PERIOD in text for spelt in part.sum for text in spelt):
            headings = [self.find_one(spelt) for spelt in part.sum]
            return {None: tuple(heading for heading in headings if heading)}
        columns = [self.find_by_period(spelt, every) for spelt in part.sum]
        periods = sorted({p for column in columns for p in column}, key=lambda p: p.ended)
        if not periods:
            self.columns.missing.append(part.sum[0][0])
        for spelt, column in zip(part.sum, columns, strict=True):
            self.columns.missing += [
                spelt[0].replace(PERIOD, period.name) for period in periods if period not in column
            ]
        return {p: tuple(column[p] for column in columns if p in column) for p in periods}

    def find_sources(self, measure: MeasureSpec, every: Frequency | None) -> list[MeasureSource]:
        parts = {role: self.find_part(part, every) for role, part in measure.parts.items()}
        where = self.find_filters(measure.where)
        role_where = {role: self.find_filters(part.where) for role, part in measure.parts.items()}
        periods = {period for found in parts.values() for period in found if period}
        sources = []
        for period in self._sort_periods(periods):
            roles = {}
            for role, found in parts.items():
                if None not in found and period not in found:
                    name = period.name if period else ""
                    spelt = measure.parts[role].sum[0][0]
                    self.columns.missing.append(spelt.replace(PERIOD, name))
                roles[role] = found.get(None) or found.get(period, ())
            sources.append(MeasureSource(measure, period, roles, where, role_where))
        return sources

    def _sort_periods(self, periods: Iterable[Period]) -> list[Period | None]:
        return [*sorted(periods, key=lambda period: period.ended)] or [None]


def resolve_columns(
    table: TableProfile, header: Header, body: Sheet, every: dict[str, Frequency]
) -> Columns:
    """Return every column of the table, those its profile names and the others.

    `every` holds the length of period to expect for each indicator. A column with neither a heading
    nor a cell in `body` is left out.
    """
    finder = ColumnFinder(header, table.spellings)
    columns = finder.columns
    columns.area = finder.find_one(table.area.column)
    columns.code = finder.find_one(table.area.code) if table.area.code else None
    columns.period = finder.find_one(table.period.column) if table.period.column else None
    columns.only = finder.find_filters(table.only)
    for measure in table.measure:
        columns.sources += finder.find_sources(measure, every.get(measure.indicator))
    columns.missing = list(dict.fromkeys(columns.missing))
    if table.other_columns == "refuse":
        ignored = {h.index for spelt in table.ignore for h in header.find_columns(spelt)}
        left = [h for h in header.headings if h.index not in finder.used | ignored]
        columns.unknown = [h for h in left if h.cells or body.columns[h.index].filled.any()]
    return columns
