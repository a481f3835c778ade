"""What a profile in `data/profiles` may say about one kind of extract: data, and no code."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, PrivateAttr, field_validator, model_validator

from indicators.domain.core import Frequency
from indicators.domain.file_models import Code, FileModel
from loaders.profiles.marks import CellState, FigureStatus, Marks, build_marks, mark_key
from loaders.profiles.rate_bases import RateBase


def _wrap_in_list(value: Any) -> Any:
    if isinstance(value, int | float):
        raise ValueError(f'These must be words. Put them in quotation marks: "{value}".')
    return [value] if isinstance(value, str) else value


def _parse_part(value: Any) -> Any:
    """Read `"A"` and `["A", "spelt B"]` as one column, `{sum = [...]}` as several."""
    if isinstance(value, str | list | int | float):
        return {"sum": [value]}
    if isinstance(value, dict) and "column" in value:
        rest = {key: own for key, own in value.items() if key != "column"}
        return rest | {"sum": [value["column"]]}
    return value


def _parse_area(value: Any) -> Any:
    return {"column": value} if isinstance(value, str | list) else value


Spelt = Annotated[tuple[str, ...], BeforeValidator(_wrap_in_list), Field(min_length=1)]
"""A heading or a word, with its other spellings."""
Rows = Mapping[str, Spelt]
"""Rows in which each named column holds one of the words given."""
Leave = Literal["refuse", "leave"]
Meaning = Literal[
    "hidden",
    "incomplete",
    "not_available",
    "not_applicable",
    "blank",
    "estimated",
    "provisional",
    "revised",
    "unreliable",
]


class MeasurePartSpec(FileModel):
    """A number of a figure: one column, or several added up, perhaps only on some rows."""

    sum: tuple[Spelt, ...] = Field(min_length=1)
    where: Rows = Field(default_factory=dict)


class KnownColumns(FileModel):
    """A rule: not published if the status is known for less than this percentage of those due."""

    column: Spelt
    at_least_pct: int = Field(ge=1, le=100)


AnyPart = Annotated[MeasurePartSpec, BeforeValidator(_parse_part)]


class MeasureSpec(FileModel):
    """One indicator of a table: counts, a percentage or rate, or both, which must then agree.

    `rate` is a column of rates `per` so many people; they are converted to the catalogue's base.
    """

    indicator: Code
    numerator: AnyPart | None = None
    denominator: AnyPart | None = None
    percentage: AnyPart | None = None
    rate: AnyPart | None = None
    per: RateBase | None = None
    proportion: bool = False
    decimals: int = Field(default=1, ge=0, le=10)
    known: KnownColumns | None = None
    where: Rows = Field(default_factory=dict)
    in_brackets: Leave = "refuse"
    note: str = ""

    @property
    def parts(self) -> dict[str, MeasurePartSpec]:
        """The parts of a figure by role, in the order in which a person reads them."""
        roles = {
            "numerator": self.numerator,
            "denominator": self.denominator,
            "percentage": self.percentage,
            "rate": self.rate,
            "known": MeasurePartSpec(sum=(self.known.column,)) if self.known else None,
        }
        return {role: part for role, part in roles.items() if part}

    @property
    def by_row(self) -> bool:
        """Whether the parts of one figure are on rows of their own."""
        return any(part.where for part in self.parts.values())

    @model_validator(mode="after")
    def _check_parts(self) -> Self:
        if not (self.numerator or self.percentage or self.rate):
            raise ValueError(
                "It has neither a numerator nor a percentage or rate. Name their columns."
            )
        if self.percentage and self.rate:
            raise ValueError("It has a percentage and a rate. Name one of them.")
        for sent in filter(None, (self.percentage, self.rate)):
            if len(sent.sum) > 1:
                raise ValueError("Percentages and rates cannot be added up. Name one column.")
        if bool(self.rate) != bool(self.per):
            raise ValueError(
                "A rate needs its base, and only a rate has one. Write both, such as "
                "rate = “Rate” and per = 1000."
            )
        if self.known and not (self.numerator and self.denominator):
            raise ValueError("The rule “known” needs a numerator and a denominator.")
        return self


class PeriodOrigin(StrEnum):
    """Where a period or year is, if not in a column of its own."""

    HEADING = "heading"
    SHEET = "sheet"
    FILE = "file"
    TITLE = "title"


class PeriodSpec(FileModel):
    """Where a table says its period.

    It is in a column, in a part of the heading written {period}, in the name of the sheet or file,
    in a title above the table, or in the cell with or next to a label there. The year of months or
    quarters without one is in a `year_column` or where `year_from` says. `year_ends` is the last
    month of a year, however it is written. With `fill_down` an empty cell means the one above.
    A file may lack the column: `without_column` then says where else the period is.
    """

    column: Spelt | None = None
    from_: PeriodOrigin | None = Field(default=None, alias="from")
    label: Spelt | None = None
    without_column: Literal[PeriodOrigin.SHEET, PeriodOrigin.FILE, PeriodOrigin.TITLE] | None = None
    year_column: Spelt | None = None
    year_from: Literal[PeriodOrigin.SHEET, PeriodOrigin.FILE, PeriodOrigin.TITLE] | None = None
    fill_down: bool = False
    stands_for: Frequency | None = None
    year_ends: int | None = Field(default=None, ge=1, le=12)

    @model_validator(mode="after")
    def _check_single_source(self) -> Self:
        if sum(place is not None for place in (self.column, self.from_, self.label)) != 1:
            raise ValueError("Give one of column, from and label.")
        if self.column is None and (self.year_column or self.fill_down or self.without_column):
            raise ValueError(
                "Only a period in a column has year_column, fill_down or without_column."
            )
        if self.year_column and self.year_from:
            raise ValueError("Give one of year_column and year_from.")
        return self

    @property
    def shared_origin(self) -> PeriodOrigin | None:
        """Where the one period of a table is, if it is in no column and has no label."""
        return self.from_ or self.without_column


class PlaceSource(FileModel):
    """The column that names the place; a place found by `code` takes precedence."""

    column: Spelt
    code: Spelt | None = None
    prefix: str = ""
    fill_down: bool = False


class TotalsPolicy(FileModel):
    """Rows that add up the others.

    They are loaded as the city's own figure and compared with the sum of the areas, or left out.
    `rounded_to` says to what each count was rounded.
    """

    rows: Spelt
    rounded_to: int = Field(default=1, ge=1)
    use: Literal["city", "leave"] = "city"


class TableProfile(FileModel):
    """One table: its sheets, the headings to find it by, and what each column is.

    `spellings` are other headings of a column that is named elsewhere in the table.
    """

    sheets: Spelt = ("*",)
    optional: bool = False
    header: tuple[Spelt, ...] = Field(min_length=1)
    header_rows: int = Field(default=1, ge=1, le=6)
    area: Annotated[PlaceSource, BeforeValidator(_parse_area)]
    period: PeriodSpec
    only: Rows = Field(default_factory=dict)
    except_: Rows = Field(default_factory=dict, alias="except")
    ignore: tuple[Spelt, ...] = ()
    spellings: Mapping[str, Spelt] = Field(default_factory=dict)
    other_columns: Leave = "refuse"
    other_places: Leave = "refuse"
    other_rows: Leave = "refuse"
    rows_without_place: Leave = "refuse"
    totals: TotalsPolicy | None = None
    ends: Literal["last figure", "blank row"] = "last figure"
    add_up: bool = False
    measure: tuple[MeasureSpec, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _check_consistency(self) -> Self:
        across = any(
            "{period}" in h
            for m in self.measure
            for p in m.parts.values()
            for spelt in p.sum
            for h in spelt
        )
        if across != (self.period.from_ is PeriodOrigin.HEADING):
            raise ValueError(
                'Headings hold {period} where, and only where, period = { from = "heading" }.'
            )
        if self.add_up and any(not m.numerator for m in self.measure):
            raise ValueError("Rows of percentages cannot be added up. Name the counts’ columns.")
        if len({m.by_row for m in self.measure}) > 1:
            raise ValueError(
                "Some figures have their parts on rows of their own, others not. Make two tables."
            )
        return self


class Profile(FileModel):
    """One kind of extract: which files it claims, and the tables in them."""

    code: Code
    service: Code
    about: str = ""
    files: Spelt = ("*",)
    with_sheets: tuple[str, ...] = ()
    without_sheets: tuple[str, ...] = ()
    other_sheets: Leave = "refuse"
    hidden: Literal["leave", "read"] = "leave"
    marks: Mapping[str, Meaning] = Field(default_factory=dict)
    table: tuple[TableProfile, ...] = Field(min_length=1)
    _made: bool = PrivateAttr(default=False)

    def mark_as_made(self) -> Self:
        """Return this profile, marked as one that was made in the browser and has no file."""
        self._made = True
        return self

    @property
    def where(self) -> str:
        """Where it can be changed, for a remedy."""
        return f"the profile “{self.code}”" if self._made else f"profiles/{self.code}.toml"

    @property
    def all_marks(self) -> Marks:
        """The usual marks and its own, which take precedence."""
        own = {mark_key(mark): meaning.upper() for mark, meaning in self.marks.items()}
        return build_marks(
            {mark: CellState[name] for mark, name in own.items() if name in CellState.__members__},
            {
                mark: FigureStatus[name]
                for mark, name in own.items()
                if name in FigureStatus.__members__
            },
            self.where,
        )

    @field_validator("marks")
    @classmethod
    def _check_marks(cls, marks: Mapping[str, str]) -> Mapping[str, str]:
        for mark, meaning in marks.items():
            if meaning.upper() in FigureStatus.__members__ and mark[-1:].isdigit():
                raise ValueError(
                    f"“{mark}” ends in a digit, so it would be part of the number before it. "
                    "Only marks in place of a number can end in a digit."
                )
        return marks

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets that must be read to read such a file."""
        if self.other_sheets == "refuse":
            return ("*",)
        return tuple(pattern for table in self.table for pattern in table.sheets)
