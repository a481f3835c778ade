"""The bar above every page: who is signed in, in which role, and the way out."""

from __future__ import annotations

from datetime import UTC
from functools import lru_cache

import flask

from indicators.access.permissions import Permission
from indicators.access.roles import ROLE_NAMES, Role
from indicators.access.session_rules import IDLE, LONGEST
from indicators.accounts.signed_in import SignedIn
from layouts.site import rendering
from layouts.site.csrf import give_token
from layouts.site.current_user import find_current_user
from layouts.site.sample_mode import SampleMode

_KEPT = 100
"""Bars that each process keeps: most requests are of someone who made one before."""


def render_user_bar(sample: SampleMode | None) -> str:
    """Return the bar, or "" where nobody is signed in."""
    found = find_current_user()
    if found is None:
        return ""
    users = sample.list_users() if sample and found.is_sample else {}
    names = tuple((code, user.name) for code, user in users.items())
    # Only the choice of a role leads back to the page, so that one bar serves the others.
    path = flask.request.full_path.rstrip("?") if len(found.user.details.roles) > 1 else ""
    return _render_bar(found, names, path, give_token())


@lru_cache(_KEPT)
def _render_bar(
    found: SignedIn, sample_users: tuple[tuple[str, str], ...], path: str, csrf_token: str
) -> str:
    """Return a bar. All that is in it is an argument, so it can be kept."""
    return rendering.render(
        "user_bar.html",
        found=found,
        csrf_token=csrf_token,
        path=path,
        roles=[(role, ROLE_NAMES[Role(role)]) for role in found.user.details.roles],
        # Who sees no figures has the users in the menu, in place of home.
        manages={Permission.MANAGE_USERS, Permission.VIEW_FIGURES} <= found.viewer.permissions,
        sample_users=sample_users,
        session_ends=_find_end(found),
        session_idle=int(IDLE.total_seconds()),
    )


def _find_end(found: SignedIn) -> int:
    """Return when the session ends, however busy its user is, in Unix time; 0 without a session.

    An instant is the same for as long as the session lasts, so its pages are compressed once.
    """
    if found.session is None:
        return 0
    return int((found.session.made_at + LONGEST).replace(tzinfo=UTC).timestamp())
