"""What a viewer sees, and why no more, in words."""

from __future__ import annotations

from indicators.access.permissions import Permission
from indicators.access.row_access import AccessRule, RowDecision, list_services, sees_place
from indicators.domain.core import LocalityKind
from indicators.domain.periods import format_day
from indicators.domain.sharing.agreements import Agreement, Agreements
from indicators.reports.scope.viewer_scope import NO_SCOPE, ViewerScope
from layouts.text.access.agreement_text import name_indicators, name_places
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


def list_statements(scope: ViewerScope, agreements: Agreements) -> list[str]:
    """Return every rule that decides what a viewer sees, in sentences."""
    viewer = scope.viewer
    if Permission.VIEW_FIGURES not in viewer.permissions:
        return ["The roles of this account include no figures."]
    if not viewer.scopes:
        return [NO_SCOPE]
    said = [describe_scope(scope) or "The roles of this account are about every place and service."]
    for right in sorted(viewer.exact, key=lambda right: right.source):
        if not right.source and right.services is None:
            agency = scope.whole.agencies.get(viewer.organisation, viewer.organisation)
            said.append(f"Exact: all figures, since {agency} sends those of every service.")
        elif not right.source:
            names = [s.name for c, s in scope.whole.services.items() if c in (right.services or ())]
            agency = scope.whole.agencies.get(viewer.organisation, viewer.organisation)
            said.append(f"Exact: what {agency} sent itself, which is {join_names(names)}.")
        elif found := _find_agreement(agreements, right.source):
            said.append(f"Exact: {_describe_cover(found, scope)}, under {_name(found)}.")
        else:
            said.append("Exact: everything, on the server itself.")
    if scope.sees_some_published:
        said.append("Of all other figures: those that were published for sharing.")
    return said


def explain_row(
    decision: RowDecision, scope: ViewerScope, agreements: Agreements, names: tuple[str, str]
) -> str:
    """Return what is seen of an indicator at a place, with the rule that decided."""
    what = f"{names[0]}, {names[1]}"
    if decision.rule is AccessRule.AGREEMENT:
        found = _find_agreement(agreements, decision.agreement)
        under = f" under {_name(found)}" if found else ""
        return f"{what}: seen exactly{under}."
    return f"{what}: {_REASONS[decision.rule].format(scope=describe_scope(scope))}".strip()


_REASONS = {
    AccessRule.NO_FIGURES: "not seen. The roles of this account include no figures.",
    AccessRule.OUT_OF_SCOPE: "not seen. The roles of this account are not about it. {scope}",
    AccessRule.PUBLIC: "seen as it was published elsewhere.",
    AccessRule.OWN_FIGURES: "seen exactly, since the account’s own organisation sent it.",
    AccessRule.OTHER_PLACES_EXACT: (
        "not seen. An agreement gives the exact figures of other places. The published ones next "
        "to them would reveal hidden numbers."
    ),
    AccessRule.NO_AGREEMENT: (
        "seen as it was published for sharing, since no agreement in force gives the account’s "
        "organisation the exact figures."
    ),
}


def _find_agreement(agreements: Agreements, code: str) -> Agreement | None:
    return next((each for each in agreements.agreements if each.code == code), None)


def _name(agreement: Agreement) -> str:
    return f"the {agreement.name}, until {format_day(agreement.until)}"


def _describe_cover(agreement: Agreement, scope: ViewerScope) -> str:
    covered = name_indicators(agreement, scope.whole)
    return f"{covered}, {name_places(agreement, scope.places)}"
