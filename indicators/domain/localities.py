"""One locality: its kind and names, when it exists, what it belongs to, and what became of it."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import Field

from indicators.domain.core import LocalityKind
from indicators.domain.file_models import Code, Dated, FileModel, FileMonth
from indicators.domain.periods import Month


class Parent(Dated):
    """The team, hub or city a locality belongs to, while it does."""

    place: Code = Field(description="The code of the team, hub or city.")


class Locality(FileModel):
    """One place of any kind.

    It exists from its first month to its last, both included; where one is not given, always. An
    area that ended says what it `became`: one area where it was renamed or merged, several where it
    was split, none where it left the council.
    """

    code: Code = Field(description="Its name in addresses and in other files; never changed.")
    kind: LocalityKind = Field(description="What it is; there is exactly one city.")
    name: str = Field(description="Its name on pages.")
    spellings: tuple[str, ...] = Field(default=(), description="Other spellings in extracts.")
    parents: tuple[Parent, ...] = Field(
        default=(), description="What it belongs to, from which month and until which."
    )
    from_: FileMonth | None = Field(
        default=None, alias="from", description="Its first month; always there if left out."
    )
    until: FileMonth | None = Field(default=None, description="Its last month; open if left out.")
    became: tuple[Code, ...] | None = Field(
        default=None, description="The areas an ended area became; `[]` if it left the council."
    )
    live_from: FileMonth | None = Field(default=None, description="When a team began to work.")
    placeholder: bool = Field(
        default=False, description="True for an area whose name is not known yet."
    )
    note: str = Field(default="", description="What a reader has to know, on the About page.")
    tile: tuple[int, int] | None = Field(
        default=None, description="Its column and row on the tile map, from 1."
    )

    def is_open(self, month: Month) -> bool:
        return (self.from_ is None or self.from_ <= month) and not self.has_ended_by(month)

    def has_ended_by(self, month: Month) -> bool:
        """Whether its last month is before this one."""
        return self.until is not None and self.until < month


def normalise_spelling(text: str) -> str:
    """Return one key for spellings that differ only in case, accents, punctuation or spaces."""
    plain = unicodedata.normalize("NFKD", text).replace("’", "'").casefold()
    return re.sub(r"[^a-z0-9&]+", " ", plain.replace("'", "")).strip()


@dataclass(frozen=True, slots=True)
class AreaChange:
    """From `month` on, an area was part of a place, or no more; or it ended and `became` others."""

    month: Month
    area: Locality
    joined: bool = False
    became: tuple[Locality, ...] = ()

    @property
    def ended(self) -> bool:
        return self.area.has_ended_by(self.month)


def suggest_code(code: str, known: Iterable[str]) -> str:
    """“Did you mean “canley”? ”, or nothing where no code is near."""
    near = difflib.get_close_matches(code, list(known), n=1)
    return f"Did you mean “{near[0]}”? " if near else ""
