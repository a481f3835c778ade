"""Sharing agreements: who may see which exact figures, from which day to which."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, islice
from typing import Self

from pydantic import Field, model_validator

from indicators.domain.file_models import Code, FileModel, make_code

_LONGEST_CODE = 50
WARNING_DAYS, URGENT_DAYS = 60, 14
"""How many days before its end an agreement warns, the first warning first."""


class Organisation(FileModel):
    """An organisation whose people may sign in, besides the agencies that send figures."""

    code: str = Field(min_length=1, max_length=60, description="Its short name, as in `parties`.")
    name: str = Field(min_length=1, description="Its full name.")


class Agreement(FileModel):
    """One sharing agreement. Without `indicators` or `places` it covers all of them."""

    code: Code = Field(description="Its own short name.")
    name: str = Field(min_length=1, description="Its title.")
    parties: list[str] = Field(min_length=1, description="The short names of the organisations.")
    purpose: str = Field(min_length=1, description="What the figures may be used for.")
    approver: str = Field(min_length=1, description="Who approved it: a role.")
    from_: date = Field(alias="from", description="Its first day.")
    until: date = Field(description="Its last day.")
    indicators: list[Code] = Field(default=[], description="Codes of indicators; all if left out.")
    places: list[Code] = Field(default=[], description="Codes of places; all if left out.")

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if self.until < self.from_:
            raise ValueError(
                f"It ends on {self.until} before it starts on {self.from_}. Correct one of the two."
            )
        return self

    def is_in_force(self, day: date) -> bool:
        return self.from_ <= day <= self.until

    def find_warning(self, day: date) -> int | None:
        """Return the days it still has if it ends soon, else None."""
        left = (self.until - day).days
        return left if self.is_in_force(day) and left <= WARNING_DAYS else None

    def is_urgent(self, day: date) -> bool:
        """Return whether it ends within the days of the second warning."""
        return self.is_in_force(day) and (self.until - day).days <= URGENT_DAYS


class AgreementsFile(FileModel):
    """The file `agreements.toml`."""

    organisation: tuple[Organisation, ...] = ()
    agreement: tuple[Agreement, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownCodes:
    """What an agreement may name: agencies as parties, indicators with records, and places."""

    agencies: frozenset[str]
    indicators: frozenset[str]
    places: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Agreements:
    """Every agreement of a council. `problem` says why its file could not be read.

    An organisation that was withdrawn stays in what was agreed, and sees nothing.
    They are compared by identity, so that caches can be kept by them.
    """

    agreements: Sequence[Agreement] = ()
    organisations: Sequence[Organisation] = ()
    withdrawn: Sequence[Organisation] = ()
    problem: str = ""

    def is_withdrawn(self, code: str) -> bool:
        """Return whether an organisation was withdrawn in the browser."""
        return any(each.code == code for each in self.withdrawn)

    def list_in_force(self, party: str, day: date) -> list[Agreement]:
        """Return the agreements of a party on a day; none of one that was withdrawn."""
        if self.is_withdrawn(party):
            return []
        return [a for a in self.agreements if party in a.parties and a.is_in_force(day)]

    def list_ending(self, day: date) -> list[Agreement]:
        """Return the agreements that end soon, the first to end first."""
        ending = [a for a in self.agreements if a.find_warning(day) is not None]
        return sorted(ending, key=lambda agreement: agreement.until)

    def list_lost(self, ending: Agreement) -> list[tuple[str, Agreement]]:
        """Return each party that loses exact figures the day after, with what it loses.

        A party loses nothing if another agreement covers all of the same on that day.
        """
        after = ending.until + timedelta(days=1)
        return [
            (party, ending)
            for party in ending.parties
            if not self.is_withdrawn(party)
            and not any(_covers(other, ending) for other in self.list_in_force(party, after))
        ]


def _covers(other: Agreement, ending: Agreement) -> bool:
    return all(
        not theirs or (bool(ours) and set(ours) <= set(theirs))
        for theirs, ours in (
            (other.indicators, ending.indicators),
            (other.places, ending.places),
        )
    )


def choose_agreement_code(name: str, taken: Collection[str]) -> str:
    """Return a code for a new agreement, made of its name."""
    base = make_code(name, _LONGEST_CODE) or "agreement"
    numbered = (f"{base}-{number}" for number in count(2))
    return next(code for code in (base, *islice(numbered, len(taken) + 1)) if code not in taken)
