"""What of the catalogue and the places a viewer is shown, and the refusal of the rest.

Rows are decided in `indicators.access.row_access`. This says which places and indicators are listed
at all, so that nobody is shown a page of blanks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indicators.access.permissions import AccessError, Viewer
from indicators.access.row_access import RowAccess, decide_row, list_services, sees_place
from indicators.domain.catalogue import Catalogue, restrict_catalogue
from indicators.domain.indicator import Indicator
from indicators.domain.localities import Locality
from indicators.domain.periods import Month
from indicators.domain.places import Places

NO_SCOPE = "Your account names no team or service, so it shows no figures."


class OutOfScopeError(AccessError):
    """A place or an indicator that the viewer's roles do not include."""

    def __init__(self, what: str, *, place: str = "", indicator: str = "") -> None:
        self.place = place
        self.indicator = indicator
        super().__init__(what, remedy="Ask your administrator if you need it for your work.")


class NotPublishedError(AccessError):
    """Figures that were not published for sharing, asked for by someone who sees no others."""


@dataclass(frozen=True, slots=True)
class ViewerScope:
    """The scope of a viewer among all indicators of `whole` and all `places`."""

    viewer: Viewer
    whole: Catalogue
    places: Places

    @property
    def catalogue(self) -> Catalogue:
        """The indicators of the services that the viewer needs."""
        services = list_services(self.viewer)
        return self.whole if services is None else restrict_catalogue(self.whole, services)

    @property
    def sees_only_published(self) -> bool:
        """Whether the viewer sees no exact figure of their own city, but those published."""
        if self.viewer.sees_everything or not self.viewer.scopes:
            return False
        return not any(self._has_exact(indicator) for indicator in self.catalogue.dashboard)

    @property
    def sees_some_published(self) -> bool:
        """Whether the viewer sees the published figures of some indicators."""
        if self.viewer.sees_everything or not self.viewer.scopes:
            return False
        return not all(self._has_exact(indicator) for indicator in self.catalogue.dashboard)

    def _has_exact(self, indicator: Indicator) -> bool:
        """Return whether the viewer sees an indicator exactly somewhere."""
        rights = self.viewer.exact
        return any(right.covers(indicator.code, indicator.service) for right in rights)

    def choose_places(self, places: Iterable[Locality]) -> list[Locality]:
        """Return those of the places that the viewer sees."""
        if self.viewer.sees_everything:
            return list(places)
        return [place for place in places if sees_place(self.viewer, place.code)]

    def list_exact_pairs(
        self, indicators: Iterable[str], places: Iterable[str]
    ) -> dict[frozenset[str], list[str]]:
        """Return the indicators by the places at which the viewer sees them exactly."""
        found: dict[frozenset[str], list[str]] = {}
        places = list(places)
        if self.viewer.sees_everything:
            return {frozenset(places): list(indicators)}
        for code in indicators:
            seen = frozenset(place for place in places if self.has_exact_row(code, place))
            if seen:
                found.setdefault(seen, []).append(code)
        return found

    def has_exact_row(self, indicator: str, place: str) -> bool:
        """Return whether the viewer sees an indicator at a place exactly."""
        if self.viewer.sees_everything:
            return True
        known = self.whole.indicators.get(indicator)
        if known is None:  # of an indicator that the catalogue no longer has
            return False
        found = decide_row(self.viewer, known.code, known.service, place)
        return found.access is RowAccess.EXACT

    def require_any(self) -> None:
        """Raise OutOfScopeError for someone whose account names no team or service to show."""
        if not self.viewer.scopes:
            raise OutOfScopeError(NO_SCOPE)

    def require_place(self, code: str) -> Locality:
        """Return a place. Raises UnknownPlaceError, and OutOfScopeError if it is not shown."""
        place = self.places[code]
        if self.viewer.sees_everything or sees_place(self.viewer, code):
            return place
        raise OutOfScopeError(
            f"{self._describe_places()} {place.name} is not among them.", place=code
        )

    def require_indicator(self, code: str) -> Indicator:
        """Return an indicator. Raises UnknownIndicatorError, and OutOfScopeError."""
        indicator = self.whole.indicator(code)
        if code in self.catalogue.indicators:
            return indicator
        raise OutOfScopeError(
            f"{self._describe_services()} {indicator.name} is sent by "
            f"{self.whole.services[indicator.service].name}.",
            indicator=code,
        )

    def require_service(self, code: str) -> None:
        """Raise OutOfScopeError for a service whose figures the viewer is not shown."""
        if code in self.catalogue.services or code not in self.whole.services:
            return
        name = self.whole.services[code].name
        raise OutOfScopeError(f"{self._describe_services()} {name} is another service.")

    def _describe_places(self) -> str:
        team = self.places.localities.get(self.viewer.team)
        if team is None:
            return NO_SCOPE
        city = self.places.city.name
        return f"You see figures of your own team, {team.name}, its areas and {city}."

    def _describe_services(self) -> str:
        services = self.catalogue.services.values()
        if not services:
            return NO_SCOPE
        return f"You see figures of your own service, {', '.join(s.name for s in services)}."


def require_published(months: Iterable[Month], asked: Month | None) -> None:
    """Raise NotPublishedError unless the month asked for, or any, was published for sharing."""
    published = sorted(months)
    if not published:
        raise NotPublishedError(
            "You see figures that were published for sharing, and none were published yet.",
            remedy="Ask an analyst to publish a month, or your administrator about an agreement.",
        )
    if asked is not None and asked not in published:
        names = ", ".join(month.name for month in published[-12:])
        raise NotPublishedError(
            f"The figures of {asked.name} were not published for sharing.",
            remedy=f"Choose a published month: {names}.",
        )
