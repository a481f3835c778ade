"""The one decision of what a viewer sees of an indicator at a place, and the rule behind it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from indicators.access.permissions import Permission, Viewer


class RowAccess(StrEnum):
    """How much of a row is seen: all of it, what was published, or nothing."""

    EXACT = "exact"
    SHARED = "shared"
    NONE = "none"


class AccessRule(StrEnum):
    """The rule that decided."""

    NO_FIGURES = "no_figures"
    OUT_OF_SCOPE = "out_of_scope"
    PUBLIC = "public"
    OWN_FIGURES = "own_figures"
    AGREEMENT = "agreement"
    OTHER_PLACES_EXACT = "other_places_exact"
    NO_AGREEMENT = "no_agreement"


@dataclass(frozen=True, slots=True)
class RowDecision:
    """What is seen of a row, by which rule, and the code of the agreement if one decided."""

    access: RowAccess
    rule: AccessRule
    agreement: str = ""


def sees_place(viewer: Viewer, place: str) -> bool:
    """Return whether a role of the viewer is about a place, for some service."""
    return any(scope.places is None or place in scope.places for scope in viewer.scopes)


def list_services(viewer: Viewer) -> frozenset[str] | None:
    """Return the services that the viewer's roles are about; None for all."""
    named: set[str] = set()
    for scope in viewer.scopes:
        if scope.services is None:
            return None
        named |= scope.services
    return frozenset(named)


def decide_row(viewer: Viewer, indicator: str, service: str, place: str) -> RowDecision:
    """Return what a viewer sees of an indicator, which a service sends, at a place.

    The role decides which rows are needed, the agreements which of these are exact. Someone who
    sees an indicator exactly at some places sees nothing of it elsewhere: next to exact figures,
    the shared view would reveal what it hides.
    """
    if Permission.VIEW_FIGURES not in viewer.permissions:
        return RowDecision(RowAccess.NONE, AccessRule.NO_FIGURES)
    if not any(scope.includes(place, service) for scope in viewer.scopes):
        return RowDecision(RowAccess.NONE, AccessRule.OUT_OF_SCOPE)
    if place in viewer.public:
        return RowDecision(RowAccess.EXACT, AccessRule.PUBLIC)
    covering = [right for right in viewer.exact if right.covers(indicator, service)]
    for right in sorted(covering, key=lambda right: right.source):
        if right.includes(indicator, service, place):
            rule = AccessRule.AGREEMENT if right.source else AccessRule.OWN_FIGURES
            return RowDecision(RowAccess.EXACT, rule, right.source)
    if covering:
        return RowDecision(RowAccess.NONE, AccessRule.OTHER_PLACES_EXACT)
    return RowDecision(RowAccess.SHARED, AccessRule.NO_AGREEMENT)
