"""What a viewer sees, and why no more, in words."""

from __future__ import annotations

from indicators.access.permissions import Permission
from indicators.access.row_access import list_services, sees_place
from indicators.domain.core import LocalityKind
from indicators.reports.viewer_scope import ViewerScope
from layouts.text.labels import join_names

PUBLISHED = "You see the figures published for sharing"
SOME_PUBLISHED = "Of some indicators you see the figures published for sharing"
NO_AGREEMENT = "No sharing agreement gives your organisation the exact figures."


def describe_published(scope: ViewerScope) -> str:
    """Return what someone without exact figures sees; empty for all others."""
    if scope.sees_only_published:
        return PUBLISHED
    return SOME_PUBLISHED if scope.sees_some_published else ""


def describe_scope(scope: ViewerScope) -> str:
    """Return the places and services that a viewer is shown; empty if they are shown all."""
    viewer, places = scope.viewer, scope.places
    if viewer.sees_everything or Permission.VIEW_FIGURES not in viewer.permissions:
        return ""
    services = list_services(viewer)
    if services is not None:
        names = [
            scope.whole.services[code].name for code in scope.whole.services if code in services
        ]
        return f"You see the figures of {join_names(names)}." if names else "You have no service."
    if sees_place(viewer, viewer.team) and not all(
        sees_place(viewer, place.code) for place in places.list_by_kind(LocalityKind.AREA)
    ):
        team, word = places[viewer.team].name, places.words[LocalityKind.TEAM][0]
        return (
            f"You see the figures of your {word}, {team}, of its areas and of {places.city.name}."
        )
    return ""
