"""What organisations see more or less of when sharing agreements change, day by day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from indicators.access.permissions import Viewer
from indicators.access.roles import AccessContext, Person, Role, build_viewer
from indicators.access.row_access import RowAccess, decide_row
from indicators.domain.indicator import Indicator
from indicators.domain.sharing.agreements import Agreement

ELSEWHERE = ""
"""Stands for every place that no agreement names."""
FindContext = Callable[[date], AccessContext]


@dataclass(frozen=True, slots=True)
class SeenDifference:
    """How an organisation sees some indicators at some places, or everywhere, before and after."""

    organisation: str
    before: RowAccess
    after: RowAccess
    indicators: tuple[str, ...]
    places: tuple[str, ...]
    is_everywhere: bool


@dataclass(frozen=True, slots=True)
class HandlingDifference:
    """Whether the analysts of an organisation see all figures exactly, which loading needs."""

    organisation: str
    sees_all: bool


@dataclass(frozen=True, slots=True)
class StandingDifference:
    """Whether people of an organisation that sends no figures can be users at all."""

    organisation: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class AccessPeriod:
    """What is different from a first day to a last; None has no end."""

    first: date
    last: date | None
    seen: tuple[SeenDifference, ...]
    handling: tuple[HandlingDifference, ...]
    standing: tuple[StandingDifference, ...] = ()

    @property
    def differences(self) -> tuple[object, ...]:
        """All that is different."""
        return (*self.standing, *self.seen, *self.handling)

    def is_withdrawn(self, organisation: str) -> bool:
        """Return whether an organisation is no longer known in these days."""
        return StandingDifference(organisation, is_known=False) in self.standing


def compare_access(
    before: FindContext, after: FindContext, days: Iterable[date], indicators: Sequence[Indicator]
) -> list[AccessPeriod]:
    """Return the periods in which somebody sees more or less, earliest first.

    `days` are those on which something may begin to be different.
    """
    periods: list[AccessPeriod] = []
    listed = sorted(set(days))
    ends = [*(day - timedelta(days=1) for day in listed[1:]), None]
    for day, last in zip(listed, ends, strict=True):
        found = _compare_day(before(day), after(day), day, last, indicators)
        if periods and periods[-1].differences == found.differences:
            found = replace(found, first=periods.pop().first)
        periods.append(found)
    return [each for each in periods if each.differences]


def list_turns(agreements: Iterable[Agreement], first: date) -> list[date]:
    """Return the first day, and the later ones on which an agreement begins or is over."""
    turns = {first}
    for each in agreements:
        turns |= {each.from_, each.until + timedelta(days=1)}
    return sorted(day for day in turns if day >= first)


def _compare_day(
    before: AccessContext,
    after: AccessContext,
    day: date,
    last: date | None,
    indicators: Sequence[Indicator],
) -> AccessPeriod:
    both = (before.agreements, after.agreements)
    every = [each for found in both for each in found.agreements]
    organisations = sorted(
        {party for each in every for party in each.parties}
        | {service.agency for service in before.services}
        | {each.code for found in both for each in found.organisations}
    )
    named = dict.fromkeys(place for each in every for place in each.places)
    seen: list[SeenDifference] = []
    handling: list[HandlingDifference] = []
    for organisation in organisations:
        old, new = (_build_reader(organisation, each, day) for each in (before, after))
        seen += _compare_readers(organisation, old, new, [*named, ELSEWHERE], indicators)
        if old.sees_everything is not new.sees_everything:
            handling.append(HandlingDifference(organisation, new.sees_everything))
    old_codes, new_codes = ({each.code for each in found.organisations} for found in both)
    standing = [
        StandingDifference(code, is_known=code in new_codes)
        for code in sorted(old_codes ^ new_codes)
    ]
    return AccessPeriod(day, last, tuple(seen), tuple(handling), tuple(standing))


def _build_reader(organisation: str, context: AccessContext, day: date) -> Viewer:
    """Return someone of an organisation whose role is about every row."""
    return build_viewer(Person("", frozenset({Role.COMMISSIONER}), organisation), context, day)


def _compare_readers(
    organisation: str,
    old: Viewer,
    new: Viewer,
    places: Sequence[str],
    indicators: Iterable[Indicator],
) -> list[SeenDifference]:
    """Return what is different, each with the places at which the same indicators are."""
    if (old.exact, old.permissions) == (new.exact, new.permissions):
        return []
    alike: dict[tuple[RowAccess, RowAccess, tuple[str, ...]], list[str]] = {}
    for place in places:
        different: dict[tuple[RowAccess, RowAccess], list[str]] = {}
        for each in indicators:
            was, becomes = (
                decide_row(viewer, each.code, each.service, place).access for viewer in (old, new)
            )
            if was is not becomes:
                different.setdefault((was, becomes), []).append(each.code)
        for (was, becomes), codes in different.items():
            alike.setdefault((was, becomes, tuple(codes)), []).append(place)
    return [
        SeenDifference(organisation, was, becomes, codes, tuple(at), len(at) == len(places))
        for (was, becomes, codes), at in alike.items()
    ]
