"""What all tables in a council's files have in common."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

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
