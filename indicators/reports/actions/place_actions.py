"""The open actions that a page about a place or an indicator shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from indicators.access.permissions import Viewer
from indicators.actions.action import Action, sort_by_urgency
from indicators.domain.core import LocalityKind
from indicators.domain.localities import Locality
from indicators.domain.periods import Month
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.base import Reports


def list_place_actions(
    reports: Reports,
    place: Locality,
    latest: Month | None,
    viewer: Viewer,
    indicators: Sequence[str] | None = None,
) -> list[Action]:
    """Return the actions of a place in the latest month, in the order in which they were made.

    Those of an area are its team's that are for it or for every area, those of a hub those for its
    areas, and those of the city are all.
    """
    found = ActionBook(reports, viewer).list_actions(
        teams=_list_teams(reports, place, latest), indicators=indicators
    )
    areas = set(_list_areas(reports, place, latest))
    return [action for action in found if _is_for(action, areas)]


def list_open_actions(
    reports: Reports, place: Locality, latest: Month | None, today: date, viewer: Viewer
) -> list[Action]:
    """Return the open actions of a place, the most urgent first."""
    found = list_place_actions(reports, place, latest, viewer)
    return sort_by_urgency([action for action in found if action.is_open], today)


def count_open_actions(
    reports: Reports, places: Sequence[Locality], latest: Month | None, viewer: Viewer
) -> Counter[tuple[str, str]]:
    """Return how many open actions each place has about each indicator, by their codes."""
    found = [each for each in ActionBook(reports, viewer).list_actions() if each.is_open]
    counts: Counter[tuple[str, str]] = Counter()
    for place in places:
        teams, areas = _list_teams(reports, place, latest), set(_list_areas(reports, place, latest))
        counts.update(
            (place.code, each.indicator)
            for each in found
            if (teams is None or each.team in teams) and _is_for(each, areas)
        )
    return counts


def find_team(reports: Reports, place: Locality, latest: Month | None) -> str:
    """Return the code of the team whose actions a place's are; “” if it has none of its own."""
    if place.kind is reports.home_kind:
        return place.code
    if place.kind is not LocalityKind.AREA:
        return ""
    teams = _list_teams(reports, place, latest)
    return teams[0] if teams else ""


def _is_for(action: Action, areas: set[str]) -> bool:
    """Return whether an action is for one of these areas; one that names none is for each."""
    return not action.areas or bool(areas & set(action.areas))


def _list_teams(reports: Reports, place: Locality, latest: Month | None) -> list[str] | None:
    """Return the teams of a place in the latest month; None for all."""
    if place.kind is LocalityKind.CITY:
        return None
    if place.kind is reports.home_kind:
        return [place.code]
    if latest is None:
        return []
    parents = [
        reports.places.find_parent(area, LocalityKind.TEAM, latest)
        for area in _list_areas(reports, place, latest)
    ]
    return list(dict.fromkeys(parent.code for parent in parents if parent))


def _list_areas(reports: Reports, place: Locality, latest: Month | None) -> list[str]:
    if place.kind is LocalityKind.AREA or latest is None:
        return [place.code]
    return [area.code for area in reports.places.list_areas(place.code, latest)]
