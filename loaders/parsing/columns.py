"""Which column of a table is what: every mapped heading found, every other one told."""

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
    """Rows in which `heading`'s cell is one of `words`."""

    heading: Heading
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """One measure of one period: the columns of each part by role, and the rows it stands on.
    `period` is None where each row says its own.
    """

    measure: MeasureSpec
    period: Period | None
    roles: dict[str, tuple[Heading, ...]]
    where: tuple[Filter, ...]
    role_where: dict[str, tuple[Filter, ...]]


@dataclass(slots=True)
class Columns:
    """A table's columns by what they are; `missing` and `unknown` are for the reader to refuse."""

    area: Heading | None = None
    code: Heading | None = None
    period: Heading | None = None
    only: tuple[Filter, ...] = ()
    slots: list[Slot] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    twice: list[Heading] = field(default_factory=list)
    unknown: list[Heading] = field(default_factory=list)

    @property
    def figures(self) -> list[int]:
        """The columns that hold figures, by index."""
        used = {h.index for slot in self.slots for role in slot.roles.values() for h in role}
        return sorted(used)


class ColumnFinder:
    """Looks headings up, and keeps what was found, what was not, and what stood twice."""

    def __init__(self, header: Header, spellings: Mapping[str, Sequence[str]]) -> None:
        self.header = header
        self.spellings = spellings
        self.columns = Columns()
        self.used: set[int] = set()

    def one(self, spelt: Sequence[str]) -> Heading | None:
        others = [other for text in spelt for other in self.spellings.get(text, ())]
        found = self.header.columns([*spelt, *others])
        self.used.update(heading.index for heading in found)
        self.columns.twice += found[1:]
        if not found:
            self.columns.missing.append(spelt[0])
            return None
        return found[0]

    def filters(self, rows: Rows) -> tuple[Filter, ...]:
        found = ((self.one((column,)), words) for column, words in rows.items())
        return tuple(Filter(heading, words) for heading, words in found if heading)

    def across(self, spelt: Sequence[str], every: Frequency | None) -> dict[Period, Heading]:
        found: dict[Period, Heading] = {}
        for period, heading in self.header.by_period(spelt, every):
            self.used.add(heading.index)
            if period in found:
                self.columns.twice.append(heading)
            else:
                found[period] = heading
        return found

    def part(
        self, part: MeasurePartSpec, every: Frequency | None
    ) -> dict[Period | None, tuple[Heading, ...]]:
        """The part's columns: for every period that the headings name, or under None for all."""
        if not any(PERIOD in text for spelt in part.sum for text in spelt):
            headings = [self.one(spelt) for spelt in part.sum]
            return {None: tuple(heading for heading in headings if heading)}
        columns = [self.across(spelt, every) for spelt in part.sum]
        periods = sorted({p for column in columns for p in column}, key=lambda p: p.ended)
        if not periods:
            self.columns.missing.append(part.sum[0][0])
        for spelt, column in zip(part.sum, columns, strict=True):
            self.columns.missing += [
                spelt[0].replace(PERIOD, period.name) for period in periods if period not in column
            ]
        return {p: tuple(column[p] for column in columns if p in column) for p in periods}

    def slots(self, measure: MeasureSpec, every: Frequency | None) -> list[Slot]:
        parts = {role: self.part(part, every) for role, part in measure.parts.items()}
        where = self.filters(measure.where)
        role_where = {role: self.filters(part.where) for role, part in measure.parts.items()}
        periods = {period for found in parts.values() for period in found if period}
        slots = []
        for period in self._in_order(periods):
            roles = {}
            for role, found in parts.items():
                if None not in found and period not in found:
                    name = period.name if period else ""
                    spelt = measure.parts[role].sum[0][0]
                    self.columns.missing.append(spelt.replace(PERIOD, name))
                roles[role] = found.get(None) or found.get(period, ())
            slots.append(Slot(measure, period, roles, where, role_where))
        return slots

    def _in_order(self, periods: Iterable[Period]) -> list[Period | None]:
        return [*sorted(periods, key=lambda period: period.ended)] or [None]


def resolve_columns(
    table: TableProfile, header: Header, body: Sheet, every: dict[str, Frequency]
) -> Columns:
    """Every column of the table that its profile names, and those that it does not.

    `every` says by indicator how long a period to expect. A column with neither a heading nor a
    cell in `body` is no column.
    """
    finder = ColumnFinder(header, table.spellings)
    columns = finder.columns
    columns.area = finder.one(table.area.column)
    columns.code = finder.one(table.area.code) if table.area.code else None
    columns.period = finder.one(table.period.column) if table.period.column else None
    columns.only = finder.filters(table.only)
    for measure in table.measure:
        columns.slots += finder.slots(measure, every.get(measure.indicator))
    columns.missing = list(dict.fromkeys(columns.missing))
    if table.other_columns == "refuse":
        ignored = {h.index for spelt in table.ignore for h in header.columns(spelt)}
        left = [h for h in header.headings if h.index not in finder.used | ignored]
        columns.unknown = [h for h in left if h.cells or body.columns[h.index].filled.any()]
    return columns
