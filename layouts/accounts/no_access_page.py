"""What a user sees who may see nothing yet: why, and where to get access."""

from __future__ import annotations

import flask

from indicators.access.permissions import Permission, Viewer
from indicators.access.roles import SERVICE_ROLES, TEAM_ROLES, Role
from indicators.accounts.accounts import Accounts
from indicators.domain.people.users import User
from layouts.accounts.account_pages import AccountPages

_BEYOND_FIGURES = frozenset({Permission.MANAGE_USERS, Permission.READ_AUDIT_LOG})


def has_access(viewer: Viewer) -> bool:
    """Return whether a viewer may do anything: their roles need a team or service, or do not."""
    return bool(viewer.scopes) or not viewer.permissions.isdisjoint(_BEYOND_FIGURES)


def render_no_access(accounts: Accounts, pages: AccountPages, user: User) -> flask.Response:
    """Return the page for a user without a role, or whose role lacks its team or service."""
    roles = set(user.details.roles)
    if accounts.find_context().agreements.is_withdrawn(user.details.organisation):
        heading, need = "Your organisation was withdrawn", "the organisation you work for."
        what = "Your organisation takes no part any more, so nothing is open to you."
    elif roles & TEAM_ROLES:
        heading, need = "You have no team yet", "your team."
        what = "Your role shows the figures of one team, and none is set for you."
    elif roles & SERVICE_ROLES:
        heading, need = "You have no service yet", "your service."
        what = "Your role shows the figures of one service, and none is set for you."
    else:
        heading, need = "You have no role yet", "your organisation, your team and what you do."
        what = "You are signed in, but nothing has been opened for you."
    return pages.render_bare(
        "no_access.html",
        heading,
        status=403,
        heading=heading,
        what=what,
        need=need,
        administrators=[
            each.name
            for each in accounts.users.list_users()
            if Role.ADMINISTRATOR in each.details.roles and not each.disabled_at
        ],
        path=flask.request.path,
    )
