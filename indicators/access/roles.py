"""The roles, what each may do, and the viewer that a person's roles make."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from indicators.access.permissions import ExactRight, Permission, Scope, Viewer
from indicators.domain.core import LocalityKind
from indicators.domain.periods import Month

if TYPE_CHECKING:  # the command line lists the roles, and these import pydantic
    from indicators.domain.catalogue import Service
    from indicators.domain.places import Places
    from indicators.domain.sharing.agreements import Agreement, Agreements


class Role(StrEnum):
    """What someone does in the context."""

    TEAM_MEMBER = "team_member"
    CHAMPION = "champion"
    SERVICE_LEAD = "service_lead"
    HEAD_OF_SERVICE = "head_of_service"
    COMMISSIONER = "commissioner"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


ROLE_NAMES = {
    Role.TEAM_MEMBER: "Team member",
    Role.CHAMPION: "Champion",
    Role.SERVICE_LEAD: "Service lead",
    Role.HEAD_OF_SERVICE: "Head of service",
    Role.COMMISSIONER: "Commissioner",
    Role.ANALYST: "Analyst",
    Role.ADMINISTRATOR: "Administrator",
    Role.AUDITOR: "Auditor",
}

OF_EVERY_AGENCY = frozenset(
    {
        Permission.VIEW_LOAD_HISTORY,
        Permission.LOAD_DATA,
        Permission.UNDO_LOAD,
        Permission.READ_ORIGINAL,
        Permission.EDIT_PROFILES,
        Permission.DECLARE_COUNTS,
        Permission.CHANGE_SETTINGS,
        Permission.PREVIEW_RELEASE,
        Permission.PUBLISH_RELEASE,
    }
)
"""What shows exact figures of every agency, or groups them in other ways: only those who see all of
them may do it."""
_READER = frozenset({Permission.VIEW_FIGURES})
_TEAM_MEMBER = _READER | {
    Permission.COMMENT_ON_FIGURES,
    Permission.EDIT_FEEDBACK,
    Permission.ENTER_RECORDS,
}
_COMMENTER = _READER | {Permission.COMMENT_ON_FIGURES}
ROLE_PERMISSIONS = {
    Role.TEAM_MEMBER: _TEAM_MEMBER,
    Role.CHAMPION: _TEAM_MEMBER | {Permission.EDIT_ACTIONS, Permission.ENTER_CHAMPION_RECORDS},
    Role.SERVICE_LEAD: _COMMENTER,
    Role.HEAD_OF_SERVICE: _COMMENTER | {Permission.ANSWER_ESCALATIONS},
    Role.COMMISSIONER: _READER,
    Role.ANALYST: _COMMENTER | OF_EVERY_AGENCY,
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.MANAGE_USERS,
            Permission.SET_UP_COUNCIL,
            Permission.CHANGE_AGREEMENTS,
            Permission.VIEW_AS_USER,
            Permission.VIEW_STATUS,
        }
    ),
    Role.AUDITOR: frozenset({Permission.READ_AUDIT_LOG}),
}
WITHOUT_FIGURES = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
"""The roles that see no figures. Someone whose organisation was withdrawn keeps only these."""
TEAM_ROLES = frozenset({Role.TEAM_MEMBER, Role.CHAMPION})
"""The roles that see one team."""
SERVICE_ROLES = frozenset({Role.SERVICE_LEAD, Role.HEAD_OF_SERVICE})
"""The roles that see one service."""
_EVERYWHERE = frozenset({LocalityKind.CITY, LocalityKind.BENCHMARK})
"""The kinds of place that everyone compares with."""
_KEPT = 500
"""Viewers that each process keeps: most requests are of someone who made one before."""


@dataclass(frozen=True, slots=True)
class Person:
    """What an account says of someone: roles, organisation, and the team or service of these."""

    name: str
    roles: frozenset[Role]
    organisation: str
    team: str = ""
    service: str = ""
    user: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class AccessContext:
    """The places, services and agreements that roles are about.

    Only the same one is equal, so what it leads to can be kept and is found fast.
    """

    places: Places
    services: Iterable[Service]
    agreements: Agreements


@lru_cache(_KEPT)
def build_viewer(person: Person, context: AccessContext, day: date) -> Viewer:
    """Return the viewer that a person is on a day."""
    roles = person.roles
    if context.agreements.is_withdrawn(person.organisation):
        roles &= WITHOUT_FIGURES
    permissions = frozenset[Permission]().union(*(ROLE_PERMISSIONS[r] for r in roles))
    scopes = (_find_scope(role, person, context.places, day) for role in roles)
    viewer = Viewer(
        person.name,
        permissions,
        frozenset(scope for scope in scopes if scope is not None),
        frozenset(_list_exact_rights(person.organisation, context, day)),
        frozenset(p.code for p in context.places.list_by_kind(LocalityKind.BENCHMARK)),
        person.user,
        person.organisation,
        person.team,
    )
    if viewer.sees_everything:
        return viewer
    return replace(viewer, permissions=permissions - OF_EVERY_AGENCY)


def _find_scope(role: Role, person: Person, places: Places, day: date) -> Scope | None:
    """Return the rows that a role is about; None without any."""
    if Permission.VIEW_FIGURES not in ROLE_PERMISSIONS[role]:
        return None
    if role in TEAM_ROLES:
        return _find_team_scope(person.team, places, day)
    if role in SERVICE_ROLES:
        return Scope(services=frozenset({person.service})) if person.service else None
    return Scope()


def _find_team_scope(team: str, places: Places, day: date) -> Scope | None:
    """Return a team, the areas it holds on a day, and what they are compared with."""
    if team not in places.localities:
        return None
    areas = places.list_areas(team, Month.of(day.year, day.month))
    shared = [p.code for kind in _EVERYWHERE for p in places.list_by_kind(kind)]
    return Scope(places=frozenset([team, *(area.code for area in areas), *shared]))


def _list_exact_rights(
    organisation: str, context: AccessContext, day: date
) -> Iterable[ExactRight]:
    """Yield what an organisation sees exactly: what it sent, and what its agreements cover.

    One that sends the figures of every service sees everything.
    """
    every = frozenset(s.code for s in context.services)
    own = frozenset(s.code for s in context.services if s.agency == organisation)
    if own:
        yield ExactRight("", services=None if own == every else own)
    for agreement in context.agreements.list_in_force(organisation, day):
        yield _build_right(agreement)


def _build_right(agreement: Agreement) -> ExactRight:
    return ExactRight(
        agreement.code,
        frozenset(agreement.indicators) or None,
        frozenset(agreement.places) or None,
    )
