"""The rows of the read API about records: what kinds there are, and what teams entered."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from indicators.records.record_definition import EnteredBy
from indicators.records.record_period import RecordSpan
from layouts.api.base_rows import ApiRow, YearMonth, describe_field


class ApiRecordField(ApiRow):
    """One thing that is scored or counted."""

    code: str
    name: str
    group: str
    assumed: bool = describe_field("Whether it is assumed and not published.")


class ApiRecordBand(ApiRow):
    """One band of teams."""

    name: str
    from_: int = Field(serialization_alias="from")
    to: int


class RecordKindRow(ApiRow):
    """One kind of record that every team keeps."""

    code: str
    name: str
    description: str
    source: str
    per: RecordSpan
    from_: YearMonth = Field(serialization_alias="from")
    entered_by: EnteredBy
    scored: bool = describe_field("Whether its fields are scores; else they are counts.")
    lowest: int | None = describe_field("The lowest score; null for counts.")
    highest: int | None
    mature_from: int | None
    fields: list[ApiRecordField]
    bands: list[ApiRecordBand]


class RecordValueRow(ApiRow):
    """What a team entered in one field for one period."""

    team: str
    period: str = describe_field("2026-Q1 is April to June 2026; 2026-09; 2026-W36, a week.")
    starts: date = describe_field("The first day of the period.")
    field: str
    value: int | None = describe_field("The score or count.")
    mature: bool | None = describe_field("Whether a score is mature; null for counts.")
    evidence: str = describe_field("One line; empty where it is not seen.")
    version: int = describe_field("Counts the changes of the value.")
    changed_at: datetime = describe_field("When it was last changed, in UTC.")
