"""One user for each role, to try the dashboard with synthetic figures. No database holds them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from indicators.access.roles import ROLE_NAMES, AccessContext, Role
from indicators.domain.core import LocalityKind
from indicators.domain.people.users import User, UserDetails
from indicators.domain.sharing.agreements import Agreements

USUAL = Role.ANALYST.value
"""The sample user that a fresh browser is."""
OUTSIDE = "outside"
"""A commissioner whose organisation is under no agreement, and who sees the shared view."""


@lru_cache(1)
def build_sample_users(context: AccessContext, day: date) -> Mapping[str, User]:
    """Return the sample users by code: one for each role, and one outside the agreements."""
    services = list(context.services)
    agencies = list(dict.fromkeys(service.agency for service in services))
    teams = context.places.list_by_kind(LocalityKind.TEAM)
    team = teams[0].code if teams else ""
    first, last = agencies[0], agencies[-1]
    second = agencies[1 % len(agencies)]
    placed = {
        Role.TEAM_MEMBER: (first, team, ""),
        Role.CHAMPION: (second, team, ""),
        Role.SERVICE_LEAD: (first, "", _find_service(context, first)),
        Role.HEAD_OF_SERVICE: (second, "", _find_service(context, second)),
    }
    users = {
        role.value: _build_user(ROLE_NAMES[role], role, *placed.get(role, (last, "", "")))
        for role in Role
    }
    outside = _find_outside(context.agreements, day)
    name = f"{ROLE_NAMES[Role.COMMISSIONER]} outside the agreement"
    users[OUTSIDE] = _build_user(name, Role.COMMISSIONER, outside, "", "")
    return users


def _build_user(name: str, role: Role, organisation: str, team: str, service: str) -> User:
    details = UserDetails(f"Sample {name.lower()}", "", organisation, (role.value,), team, service)
    return User(0, details)


def _find_service(context: AccessContext, agency: str) -> str:
    return next(service.code for service in context.services if service.agency == agency)


def _find_outside(agreements: Agreements, day: date) -> str:
    """Return an organisation that is party to no agreement, or "" without one."""
    codes = (organisation.code for organisation in agreements.organisations)
    return next((code for code in codes if not agreements.list_in_force(code, day)), "")
