"""In words, who sees more or less with another sharing agreement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indicators.access.agreement_effects import (
    ELSEWHERE,
    AccessPeriod,
    SeenDifference,
    StandingDifference,
)
from indicators.access.row_access import RowAccess
from indicators.domain.catalogue import Catalogue
from indicators.domain.periods import format_day
from indicators.domain.places import Places
from indicators.domain.sharing.agreements import Agreements
from layouts.text.access.agreement_text import name_party
from layouts.text.labels import join_names

_EXACT, _SHARED, _NONE = RowAccess.EXACT, RowAccess.SHARED, RowAccess.NONE
_BECOMES: Mapping[tuple[RowAccess, RowAccess], str] = {
    (_SHARED, _EXACT): "will see exactly, and not only as published: {what}.",
    (_NONE, _EXACT): "will see exactly, and not nothing: {what}.",
    (_EXACT, _SHARED): "will no longer see exactly, but only as published: {what}.",
    (_EXACT, _NONE): "will no longer see: {what}.",
    (_SHARED, _NONE): "will no longer see what is published of: {what}. Next to the exact figures "
    "of other places it would reveal hidden numbers.",
    (_NONE, _SHARED): "will see as published, and not nothing: {what}.",
}
_WITHDRAWN = "will no longer see what is published of: {what}."
_MORE = frozenset({(_SHARED, _EXACT), (_NONE, _EXACT), (_NONE, _SHARED)})


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """What becomes different for one organisation; `is_more` if its people see more."""

    text: str
    is_more: bool


@dataclass(frozen=True, slots=True)
class PreviewPeriod:
    """The lines of some days."""

    heading: str
    lines: tuple[PreviewLine, ...]


class PreviewWords:
    """Says what is different, with the names that a council uses.

    `users` counts the people of each organisation; it is None where nobody signs in.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        places: Places,
        agreements: Agreements,
        users: Mapping[str, int] | None,
    ) -> None:
        self._catalogue, self._places = catalogue, places
        self._agreements, self._users = agreements, users

    def describe(self, periods: Sequence[AccessPeriod]) -> list[PreviewPeriod]:
        """Return each period in words."""
        return [self._describe_period(each) for each in periods]

    def _describe_period(self, period: AccessPeriod) -> PreviewPeriod:
        first = format_day(period.first)
        until = f" to {format_day(period.last)}" if period.last else " on"
        lines = [
            PreviewLine(self._describe_standing(each), each.is_known) for each in period.standing
        ]
        lines += [
            PreviewLine(
                self._describe_seen(each, is_withdrawn=period.is_withdrawn(each.organisation)),
                (each.before, each.after) in _MORE,
            )
            for each in period.seen
        ]
        for each in period.handling:
            may = "may load files" if each.sees_all else "may no longer load files"
            why = (
                "since they see every figure exactly"
                if each.sees_all
                else ("since they no longer see every figure exactly")
            )
            text = f"{self._name(each.organisation)}: its analysts {may}, undo loads, publish "
            text += f"releases or change settings, {why}."
            lines.append(PreviewLine(text, each.sees_all))
        return PreviewPeriod(f"From {first}{until}", tuple(lines))

    def _describe_standing(self, standing: StandingDifference) -> str:
        name = self._name(standing.organisation)
        if standing.is_known:
            return f"{name} can be chosen for users and in agreements."
        return (
            f"{name} can no longer be chosen. Its users see no figures and change nothing; those "
            "who are administrators or auditors stay that."
        )

    def _describe_seen(self, seen: SeenDifference, *, is_withdrawn: bool) -> str:
        what = f"{self._name_indicators(seen)}, at {self._name_places(seen)}"
        becomes = _BECOMES[seen.before, seen.after]
        if is_withdrawn and seen.before is _SHARED:
            becomes = _WITHDRAWN
        return f"{self._name(seen.organisation)} {becomes.format(what=what)}"

    def _name(self, organisation: str) -> str:
        name = name_party(organisation, self._agreements, self._catalogue)
        if self._users is None:
            return name
        count = self._users.get(organisation, 0)
        return f"{name} ({count} {'user' if count == 1 else 'users'})"

    def _name_indicators(self, seen: SeenDifference) -> str:
        """Name whole services, and the indicators of which only some are meant."""
        every = self._catalogue.indicators
        if len(seen.indicators) == len(every):
            return "all indicators"
        meant = set(seen.indicators)
        whole, single = [], []
        for code, service in self._catalogue.services.items():
            own = [each for each in every.values() if each.service == code]
            if len(own) > 1 and meant.issuperset(each.code for each in own):
                whole.append(f"all indicators of {service.name}")
            else:
                single += [each.name for each in own if each.code in meant]
        return join_names([*whole, *single])

    def _name_places(self, seen: SeenDifference) -> str:
        if seen.is_everywhere:
            return "all places"
        named = [self._places[code].name for code in seen.places if code != ELSEWHERE]
        return join_names([*named, *(["all other places"] if ELSEWHERE in seen.places else [])])
