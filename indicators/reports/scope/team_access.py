"""What a viewer sees of what a team writes or counts about itself and its areas."""

from __future__ import annotations

from indicators.access.permissions import Viewer
from indicators.access.row_access import AccessRule, RowAccess, decide_row
from indicators.domain.catalogue import Catalogue
from indicators.domain.core import LocalityKind
from indicators.domain.indicator import Indicator
from indicators.domain.places import Places


def decide_team(viewer: Viewer, places: Places, team: str, code: str, service: str) -> RowAccess:
    """Return what a viewer sees of an indicator or record of a service, of a team and its areas.

    A team writes about its areas, and an agreement may be about the team alone: then it is not seen
    exactly. An area that left the team is not among the places of the team's people, and does not
    count.
    """
    found = decide_row(viewer, code, service, team).access
    if found is not RowAccess.EXACT:
        return found
    areas = (decide_row(viewer, code, service, each) for each in _list_held(places, team))
    is_exact = all(
        each.access is RowAccess.EXACT or each.rule is AccessRule.OUT_OF_SCOPE for each in areas
    )
    return RowAccess.EXACT if is_exact else RowAccess.NONE


def sees_writing(
    viewer: Viewer, catalogue: Catalogue, places: Places, team: str, indicator: str = ""
) -> bool:
    """Return whether a viewer may see what a team wrote about an indicator, or about none.

    What people write may name a small number, so it is seen only with exact figures: of its
    indicator, or of any indicator if it is about none. What is about an indicator that the
    catalogue no longer has is seen only with exact figures of all.
    """
    if viewer.sees_everything:
        return True

    def is_exact(each: Indicator) -> bool:
        return decide_team(viewer, places, team, each.code, each.service) is RowAccess.EXACT

    if not indicator:
        return any(is_exact(each) for each in catalogue.dashboard)
    known = catalogue.indicators
    about = [known[indicator]] if indicator in known else catalogue.dashboard
    return all(is_exact(each) for each in about)


def _list_held(places: Places, team: str) -> list[str]:
    """Return the areas that a team ever held."""
    every = places.list_by_kind(LocalityKind.AREA)
    return [area.code for area in every if any(p.place == team for p in area.parents)]
