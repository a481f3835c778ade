"""What the rows of the read API have in common."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema

Exact = Annotated[
    Decimal,
    PlainSerializer(lambda figure: format(figure, "f"), return_type=str),
    WithJsonSchema({"type": "string", "format": "decimal", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}),
]
YearMonth = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}$", examples=["2026-10"])]


def describe_field(description: str) -> Any:
    """Return a required field with its description."""
    return Field(description=description)


class ApiRow(BaseModel):
    """Base of every row: all fields are always present and no others are allowed.

    Pydantic builds what checks a row when the first one is answered, not at each start.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
