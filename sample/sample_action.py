"""What an action of the sample is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

CHAMPION = "Sample champion"


@dataclass(frozen=True, slots=True)
class SampleAction:
    """An action as a team wrote it, and what it added later: fields by day, then notes by day."""

    made: date
    fields: dict[str, str]
    changes: dict[date, dict[str, str]] = field(default_factory=dict)
    notes: dict[date, str] = field(default_factory=dict)
