"""What a team entered: a value for a field and a period, with its versions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from indicators.domain.errors import UserError
from indicators.records.record_definition import LONGEST_EVIDENCE, RecordDefinition, RecordField

MOST_COUNTED = 99_999


@dataclass(frozen=True, slots=True, order=True)
class RecordCell:
    """Where a value is: the team, the code of the period and the field."""

    team: str
    period: str
    field: str


@dataclass(frozen=True, slots=True)
class EnteredValue:
    """A score or count, or None without one, and one line of evidence for a score."""

    value: int | None = None
    evidence: str = ""


NOTHING_ENTERED = EnteredValue()


@dataclass(frozen=True, slots=True)
class RecordVersion:
    """One version of a cell: what it was changed to, by who and when (UTC).

    `batch` names what was saved together.
    """

    cell: RecordCell
    version: int
    entered: EnteredValue
    who: str
    changed_at: datetime
    batch: str


@dataclass(frozen=True, slots=True)
class CellChange:
    """What someone enters in a cell that they saw at a version; 0 is an empty cell."""

    cell: RecordCell
    base_version: int
    entered: EnteredValue


@dataclass(frozen=True, slots=True)
class CellConflict:
    """A cell that two people changed to different values since `base`."""

    cell: RecordCell
    base: EnteredValue
    mine: EnteredValue
    theirs: RecordVersion


class RecordConflictError(UserError):
    """Someone else changed the same cells meanwhile. Nothing was saved."""

    def __init__(self, conflicts: Sequence[CellConflict], names: Sequence[str] = ()) -> None:
        self.conflicts = tuple(conflicts)
        what = f": {', '.join(names)}" if names else ""
        super().__init__(
            f"Someone else changed the same values meanwhile{what}.",
            remedy="Compare the two below. What you save now replaces theirs.",
        )


def parse_entered(
    definition: RecordDefinition, field: RecordField, value: str, evidence: str = ""
) -> EnteredValue:
    """Return what was typed in a field. Raises UserError for what is no score or count."""
    return EnteredValue(
        parse_value(definition, field, value), _parse_evidence(definition, field, evidence)
    )


def parse_value(definition: RecordDefinition, field: RecordField, text: str) -> int | None:
    """Return a score or count, or None if nothing was typed."""
    typed = text.strip()
    if not typed:
        return None
    scale = definition.scores
    lowest, highest = (scale.lowest, scale.highest) if scale else (0, MOST_COUNTED)
    if not re.fullmatch(r"[0-9]{1,6}", typed, re.ASCII) or not lowest <= int(typed) <= highest:
        raise UserError(
            f"“{field.name}” is “{typed[:20]}”.",
            remedy=f"Write a whole number from {lowest} to {highest}, or leave it empty.",
        )
    return int(typed)


def _parse_evidence(definition: RecordDefinition, field: RecordField, text: str) -> str:
    line = " ".join(text.replace("\x00", "").split())
    if line and not definition.scores:
        raise UserError(
            f"“{field.name}” has evidence, and only scores have any.", remedy="Leave it empty."
        )
    if len(line) > LONGEST_EVIDENCE:
        raise UserError(
            f"The evidence of “{field.name}” has {len(line)} characters.",
            remedy=f"Shorten it to {LONGEST_EVIDENCE}.",
        )
    return line


def has_effect(change: CellChange, base: EnteredValue, current: RecordVersion | None) -> bool:
    """Return whether a change says something else than its base, and than what is there now."""
    return change.entered not in (base, _get_entered(current))


def find_conflict(
    change: CellChange, base: EnteredValue, current: RecordVersion | None
) -> CellConflict | None:
    """Return the conflict of a change that has an effect with what someone else entered."""
    if current is None or _get_entered(current) == base:
        return None
    return CellConflict(change.cell, base, change.entered, current)


def _get_entered(version: RecordVersion | None) -> EnteredValue:
    return version.entered if version else NOTHING_ENTERED
