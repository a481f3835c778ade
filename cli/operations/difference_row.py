"""One row of the report of a rehearsed upgrade."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class DifferenceRow(BaseModel):
    """One cell of a figure before and after; empty where a version has no such figure."""

    model_config = ConfigDict(from_attributes=True)

    indicator: str
    place: str
    month: str
    column: str
    before: str | None
    after: str | None
