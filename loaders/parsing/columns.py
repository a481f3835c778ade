"""Find the column of each heading that a profile names, and list all other columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from indicators.domain.core import Frequency
from indicators.domain.periods import Period
from loaders.parsing.header import PERIOD, Header, Heading, parse_heading_spec
from loaders.periods.period_reading import PeriodReading, settle_reading
from loaders.profiles.profile_schema import (
    MeasurePartSpec,
    MeasureSpec,
    PeriodSpec,
    Rows,
    TableProfile,
)
from loaders.readers.sheet import Sheet
from loaders.readers.tolerant_names import Likeness

ReadPeriod = Callable[[object, Frequency | None], PeriodReading | None]


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

    `missing` headings and the columns `twice`, `unclear`, `shared` and `unknown` are for the reader
    to refuse. Of `unclear` two columns can be the one named, and one of `shared` can be two named.
    The period in `doubtful` headings could be another one. Nothing is read from `unused` columns.
    """

    area: Heading | None = None
    code: Heading | None = None
    period: Heading | None = None
    year: Heading | None = None
    only: tuple[Filter, ...] = ()
    except_: tuple[Filter, ...] = ()
    sources: list[MeasureSource] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    twice: list[Heading] = field(default_factory=list)
    unclear: list[tuple[str, Heading, Heading]] = field(default_factory=list)
    shared: list[tuple[Heading, str, str]] = field(default_factory=list)
    unknown: list[Heading] = field(default_factory=list)
    doubtful: list[tuple[Heading, PeriodReading]] = field(default_factory=list)
    unused: list[Heading] = field(default_factory=list)

    @property
    def figures(self) -> list[int]:
        """The columns that hold figures, by index."""
        used = {h.index for source in self.sources for role in source.roles.values() for h in role}
        return sorted(used)


@dataclass(frozen=True, slots=True)
class Claim:
    """A column that a profile names, and how like its heading the name is.

    It is not `needed` if the profile only says to ignore it.
    """

    heading: Heading
    spelt: tuple[str, ...]
    likeness: Likeness
    needed: bool = True

    @property
    def keys(self) -> set[tuple[str, ...]]:
        return {parse_heading_spec(text, Likeness.FOLDED) for text in self.spelt}


class ColumnFinder:
    """Looks up headings and records those found, missing and doubled."""

    def __init__(
        self, header: Header, spellings: Mapping[str, Sequence[str]], read_period: ReadPeriod
    ) -> None:
        self.header = header
        self.read_period = read_period
        self.spellings = spellings
        self.columns = Columns()
        self.claims: dict[tuple[int, tuple[str, ...]], Claim] = {}

    @property
    def used(self) -> set[int]:
        return {claim.heading.index for claim in self.claims.values()}

    def find_one(self, spelt: Sequence[str], *, percentages: bool = False) -> Heading | None:
        found = self.claim_columns(spelt, percentages=percentages)
        for other in found[1:]:
            if other.key == found[0].key:
                self.columns.twice.append(other)
            else:
                self.columns.unclear.append((spelt[0], found[0], other))
        if not found:
            self.columns.missing.append(spelt[0])
            return None
        return found[0]

    def claim_columns(
        self, spelt: Sequence[str], *, percentages: bool = False, needed: bool = True
    ) -> list[Heading]:
        others = [other for text in spelt for other in self.spellings.get(text, ())]
        every = (*spelt, *others)
        found, likeness = self.header.find_columns(every, percentages=percentages)
        for heading in found:
            self._claim(Claim(heading, every, likeness, needed))
        return found

    def _claim(self, claim: Claim) -> None:
        self.claims[claim.heading.index, claim.spelt] = claim

    def check_claims(self) -> None:
        """Refuse that two names of the profile mean one column, which is like both."""
        by_column: dict[int, list[Claim]] = {}
        for claim in self.claims.values():
            by_column.setdefault(claim.heading.index, []).append(claim)
        for claims in by_column.values():
            first, *others = sorted(claims, key=lambda claim: claim.likeness)
            for other in others:
                if other.likeness is not Likeness.REDUCED or first.keys & other.keys:
                    continue
                if first.likeness is Likeness.REDUCED:
                    self.columns.shared.append((first.heading, first.spelt[0], other.spelt[0]))
                elif other.needed:
                    self.columns.missing.append(other.spelt[0])

    def find_period(self, spec: PeriodSpec) -> Heading | None:
        """Return the column of the period, which may be missing if it is said elsewhere too."""
        if spec.column is None:
            return None
        if spec.without_column and not self.header.find_columns(spec.column)[0]:
            return None
        return self.find_one(spec.column)

    def find_filters(self, rows: Rows) -> tuple[Filter, ...]:
        found = ((self.find_one((column,)), words) for column, words in rows.items())
        return tuple(Filter(heading, words) for heading, words in found if heading)

    def find_by_period(
        self, spelt: Sequence[str], every: Frequency | None
    ) -> dict[Period, Heading]:
        found: dict[Period, Heading] = {}
        written = list(self.header.find_periods(spelt, lambda cell: self.read_period(cell, every)))
        readings = [reading for reading, _, _ in written]
        for unsettled, heading, likeness in written:
            reading = settle_reading(unsettled, readings)
            self._claim(Claim(heading, tuple(spelt), likeness))
            if reading.doubt:
                self.columns.doubtful.append((heading, reading))
            if reading.period in found:
                self.columns.twice.append(heading)
            else:
                found[reading.period] = heading
        return found

    def find_part(
        self, role: str, part: MeasurePartSpec, every: Frequency | None
    ) -> dict[Period | None, tuple[Heading, ...]]:
        """Return a part's columns by period, or under None where the headings name no period."""
        if not any(PERIOD in text for spelt in part.sum for text in spelt):
            headings = [self.find_one(each, percentages=role == "percentage") for each in part.sum]
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
        parts = {role: self.find_part(role, part, every) for role, part in measure.parts.items()}
        where = self.find_filters(measure.where)
        role_where = {role: self.find_filters(part.where) for role, part in measure.parts.items()}
        periods = {period for found in parts.values() for period in found if period}
        sources = []
        for period in self._sort_periods(periods):
            roles = {}
            for role, found in parts.items():
                if period and None not in found and period not in found:
                    spelt = measure.parts[role].sum[0][0]
                    self.columns.missing.append(spelt.replace(PERIOD, period.name))
                roles[role] = found.get(None) or found.get(period, ())
            sources.append(MeasureSource(measure, period, roles, where, role_where))
        return sources

    def _sort_periods(self, periods: Iterable[Period]) -> list[Period | None]:
        return [*sorted(periods, key=lambda period: period.ended)] or [None]


def resolve_columns(
    table: TableProfile,
    header: Header,
    body: Sheet,
    every: dict[str, Frequency],
    read_period: ReadPeriod,
) -> Columns:
    """Return every column of the table, those its profile names and the others.

    `every` holds the length of period to expect for each indicator. A column with neither a heading
    nor a cell in `body` is left out.
    """
    finder = ColumnFinder(header, table.spellings, read_period)
    columns = finder.columns
    columns.area = finder.find_one(table.area.column)
    columns.code = finder.find_one(table.area.code) if table.area.code else None
    columns.period = finder.find_period(table.period)
    year = table.period.year_column
    columns.year = finder.find_one(year) if year else None
    columns.only = finder.find_filters(table.only)
    columns.except_ = finder.find_filters(table.except_)
    for measure in table.measure:
        columns.sources += finder.find_sources(measure, every.get(measure.indicator))
    for spelt in table.ignore:
        finder.claim_columns(spelt, needed=False)
    finder.check_claims()
    columns.missing = list(dict.fromkeys(columns.missing))
    columns.unclear = list(dict.fromkeys(columns.unclear))
    read = {claim.heading.index for claim in finder.claims.values() if claim.needed}
    columns.unused = [h for h in header.headings if h.cells and h.index not in read]
    if table.other_columns == "refuse":
        used = finder.used
        left = [h for h in header.headings if h.index not in used]
        columns.unknown = [h for h in left if h.cells or body.columns[h.index].filled.any()]
    return columns
