"""One kind of record that every team keeps, as its file in `data/records/` says."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from itertools import pairwise

from pydantic import Field, ValidationInfo, field_validator, model_validator

from indicators.domain.file_models import Code, FileModel, FileMonth
from indicators.records.record_period import RecordSpan

LONGEST_EVIDENCE = 300


class EnteredBy(StrEnum):
    """Who of a team enters a record."""

    CHAMPION = "champion"
    TEAM_MEMBER = "team_member"


class BandBasis(StrEnum):
    """What a band counts: the mature fields, or the sum of the scores."""

    MATURE = "mature"
    TOTAL = "total"


class ScoreLevel(FileModel):
    """What one score means."""

    score: int = Field(description="The score.")
    meaning: str = Field(description="What a team with this score does.")


class ScoreScale(FileModel):
    """The scale that every field of the record is scored on."""

    lowest: int = Field(ge=0, le=100, description="The lowest score.")
    highest: int = Field(ge=1, le=100, description="The highest score.")
    mature_from: int = Field(description="From this score a field is mature.")
    band_by: BandBasis = Field(
        default=BandBasis.MATURE,
        description="What the bands count: mature fields, or the sum of the scores.",
    )
    level: tuple[ScoreLevel, ...] = Field(
        default=(), description="What the scores mean, one table each."
    )

    @field_validator("mature_from")
    @classmethod
    def _check_mature(cls, mature: int, info: ValidationInfo) -> int:
        lowest, highest = info.data.get("lowest", mature), info.data.get("highest", mature)
        if not lowest < highest:
            raise ValueError(f"The highest score, {highest}, is not above the lowest, {lowest}.")
        if not lowest <= mature <= highest:
            raise ValueError(f"{mature} is no score. Write one from {lowest} to {highest}.")
        return mature

    @field_validator("level")
    @classmethod
    def _check_levels(
        cls, levels: tuple[ScoreLevel, ...], info: ValidationInfo
    ) -> tuple[ScoreLevel, ...]:
        _check_unique((str(level.score) for level in levels), "score")
        lowest, highest = info.data.get("lowest", 0), info.data.get("highest", 100)
        for level in levels:
            if not lowest <= level.score <= highest:
                raise ValueError(f"{level.score} is no score. Write {lowest} to {highest}.")
        return levels


class CountRules(FileModel):
    """How the counts of the record are protected."""

    service: Code = Field(
        description="The service whose figures they are: who sees them is decided as for these."
    )
    small_number_threshold: int = Field(
        ge=0, description="Counts from 1 to this are small numbers."
    )


class RecordField(FileModel):
    """One thing that is scored or counted."""

    code: Code = Field(description="The name in the database and the API: never change it.")
    name: str = Field(min_length=1, description="Its name.")
    description: str = Field(default="", description="What it means, next to where it is entered.")
    group: str = Field(default="", description="The heading that it and others are below.")
    assumed: bool = Field(default=False, description="Whether it is assumed and not published.")
    adds_up: bool = Field(
        default=True,
        description="Whether its counts are added up over a year. If not, as with how many are "
        "active, the last one stands for the year.",
    )


class ScoreBand(FileModel):
    """One band of teams."""

    name: str = Field(min_length=1, description="Its name.")
    from_: int = Field(ge=0, alias="from", description="The least that is in it.")
    to: int = Field(ge=0, description="The most that is in it.")

    def holds(self, count: int) -> bool:
        return self.from_ <= count <= self.to


class RecordRate(FileModel):
    """A share of one count in another, over the year to a period."""

    code: Code = Field(description="The name in the API: never change it.")
    name: str = Field(min_length=1, description="Its name.")
    numerator: Code = Field(description="The field that is counted.")
    denominator: Code = Field(description="The field that it is a share of.")
    explanation: str = Field(default="", description="What a reader has to know.")


class RecordDefinition(FileModel):
    """One kind of record."""

    code: Code = Field(description="The same as the file name; in addresses and the database.")
    name: str = Field(min_length=1, description="Its name.")
    order: int = Field(default=100, description="Its place in the list of records.")
    description: str = Field(description="What it is and what it is for.")
    source: str = Field(description="Where it is published, or that it is assumed and why.")
    per: RecordSpan = Field(description="How often it is entered.")
    from_: FileMonth = Field(alias="from", description="The first month of which it is kept.")
    entered_by: EnteredBy = Field(
        default=EnteredBy.CHAMPION, description="Who of a team enters it."
    )
    words: tuple[str, str] = Field(
        default=("feature", "features"), description="One of its fields and several, in words."
    )
    scores: ScoreScale | None = Field(
        default=None, description="Its scale, if its fields are scored."
    )
    counts: CountRules | None = Field(
        default=None, description="How its counts are protected, if its fields are counted."
    )
    field: tuple[RecordField, ...] = Field(
        min_length=1, description="What is scored or counted, one table each."
    )
    band: tuple[ScoreBand, ...] = Field(
        default=(), description="The bands of scored records, best first, one table each."
    )
    rate: tuple[RecordRate, ...] = Field(
        default=(), description="Shares of counts, one table each."
    )

    @property
    def fields(self) -> dict[str, RecordField]:
        return {each.code: each for each in self.field}

    @field_validator("field")
    @classmethod
    def _check_fields(cls, fields: tuple[RecordField, ...]) -> tuple[RecordField, ...]:
        _check_unique((each.code for each in fields), "code")
        _check_unique((each.name for each in fields), "name")
        return fields

    @field_validator("band")
    @classmethod
    def _check_bands(cls, bands: tuple[ScoreBand, ...]) -> tuple[ScoreBand, ...]:
        for band in bands:
            if band.to < band.from_:
                raise ValueError(f"The band “{band.name}” ends before it begins. Correct one.")
        for lower, higher in pairwise(sorted(bands, key=lambda band: band.from_)):
            if higher.from_ != lower.to + 1:
                raise ValueError(
                    f"“{lower.name}” ends with {lower.to} and “{higher.name}” begins with "
                    f"{higher.from_}. Each band begins where the one below it ends."
                )
        return bands

    @field_validator("rate")
    @classmethod
    def _check_rates(
        cls, rates: tuple[RecordRate, ...], info: ValidationInfo
    ) -> tuple[RecordRate, ...]:
        _check_unique((each.code for each in rates), "code")
        fields = {each.code: each for each in info.data.get("field", ())}
        known = list(fields)
        for rate in rates:
            for code in (rate.numerator, rate.denominator):
                if known and code not in known:
                    raise ValueError(f"There is no field “{code}”. Use one of: {', '.join(known)}.")
                if known and not fields[code].adds_up:
                    raise ValueError(f"“{code}” does not add up over a year, so it has no rate.")
        return rates

    @model_validator(mode="after")
    def _check_one_way(self) -> RecordDefinition:
        if (self.scores is None) == (self.counts is None):
            raise ValueError(
                "A record is scored or counted. Write one of the tables [scores] and [counts]."
            )
        if self.band and not self.scores:
            raise ValueError("Counts have no bands. Remove them, or write [scores].")
        if self.rate and not self.counts:
            raise ValueError("Scores have no rates. Remove them, or write [counts].")
        return self


def _check_unique(values: Iterable[str], key: str) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise ValueError(f"Two have the {key} “{value}”. Give each its own.")
        seen.add(value)
