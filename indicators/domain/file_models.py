"""What all tables in a council's files have in common."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from indicators.domain.errors import UserError
from indicators.domain.periods import Month


class FileModel(BaseModel):
    """What every table of a council's file has in common: unchanging, with no unknown key."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


def _parse_month(value: Any) -> Month:
    if isinstance(value, Month):
        return value
    try:
        return Month.parse(str(value))
    except UserError as error:
        raise ValueError(str(error)) from None


FileMonth = Annotated[Month, BeforeValidator(_parse_month)]


LONGEST_CODE = 60
"""Characters of a code, at most."""
Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=LONGEST_CODE)]


def make_code(name: str, longest: int = LONGEST_CODE) -> str:
    """Return the code of something with this name: `st-augustines`; "" without letters."""
    plain = unicodedata.normalize("NFKD", name).casefold().replace("'", "").replace("’", "")
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:longest].strip("-")


def _parse_exact(value: object) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if not isinstance(value, str):
        raise ValueError(f'A figure stands in quotation marks, so that it stays exact: "{value}".')
    try:
        figure = Decimal(value)
    except ArithmeticError:
        figure = Decimal("NaN")
    if not figure.is_finite():
        raise ValueError(
            f"“{value}” is not a number. Write it in digits, for example “95” or “12.5”."
        )
    return figure


Exact = Annotated[Decimal, BeforeValidator(_parse_exact)]


class Dated(FileModel):
    """In force from one month to another, both included; no `until` means until further notice."""

    from_: FileMonth = Field(alias="from", description="Its first month.")
    until: FileMonth | None = Field(default=None, description="Its last month; open if left out.")

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if self.until and self.until < self.from_:
            raise ValueError(
                f"It ends in {self.until} before it starts in {self.from_}. Correct one of the two."
            )
        return self

    def is_in_force(self, month: Month) -> bool:
        at = month.ordinal  # every figure asks this, and whole numbers compare faster
        return self.from_.ordinal <= at and (self.until is None or at <= self.until.ordinal)

    def overlaps(self, ended: Month, months: int) -> bool:
        """Whether it is in force in any of so many months to `ended`."""
        at = ended.ordinal  # as above
        return self.from_.ordinal <= at and (self.until is None or at - months < self.until.ordinal)
