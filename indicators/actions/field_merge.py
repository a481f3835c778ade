"""How two people's changes of one action meet: field by field, and never one over the other."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.actions.action_fields import FIELD_NAMES, ActionField, ActionFields
from indicators.domain.errors import UserError


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """A field that was changed on both sides since `base`, to different values."""

    field: ActionField
    base: str
    mine: str
    theirs: str


class ActionConflictError(UserError):
    """Someone else changed the same fields meanwhile. Nothing was saved."""

    def __init__(self, action: int, version: int, conflicts: list[FieldConflict]) -> None:
        self.action = action
        self.version = version
        self.conflicts = conflicts
        names = ", ".join(FIELD_NAMES[conflict.field] for conflict in conflicts)
        super().__init__(
            f"Someone else changed the same action meanwhile: {names}.",
            remedy="Compare the two versions below and choose for each which one stays.",
        )


@dataclass(frozen=True, slots=True)
class FieldMerge:
    """The changes to write, and the conflicts to ask about first."""

    changes: dict[ActionField, str]
    conflicts: list[FieldConflict]


def merge_fields(base: ActionFields, mine: ActionFields, theirs: ActionFields) -> FieldMerge:
    """Return what `mine` changes of `base`, next to what `theirs` changed of it already.

    `mine` may hold only some fields: the others were not touched. A field that both changed alike
    needs no change.
    """
    changes: dict[ActionField, str] = {}
    conflicts: list[FieldConflict] = []
    for field, wanted in mine.items():
        if wanted in (base[field], theirs[field]):
            continue
        if theirs[field] == base[field]:
            changes[field] = wanted
        else:
            conflicts.append(FieldConflict(field, base[field], wanted, theirs[field]))
    return FieldMerge(changes, conflicts)
