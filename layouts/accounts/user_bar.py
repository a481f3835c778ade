"""The bar above every page: who is signed in, in which role, and the way out."""

from __future__ import annotations

from datetime import UTC, datetime

import flask
from flask_wtf.csrf import generate_csrf

from indicators.access.permissions import Permission
from indicators.access.roles import ROLE_NAMES, Role
from indicators.access.session_rules import IDLE, LONGEST
from indicators.accounts.signed_in import SignedIn
from layouts.site import rendering
from layouts.site.current_user import find_current_user
from layouts.site.sample_mode import SampleMode


def render_user_bar(sample: SampleMode | None) -> str:
    """Return the bar, or "" where nobody is signed in."""
    found = find_current_user()
    if found is None:
        return ""
    return rendering.render(
        "user_bar.html",
        found=found,
        csrf_token=generate_csrf(),
        path=flask.request.full_path.rstrip("?"),
        roles=[(role, ROLE_NAMES[Role(role)]) for role in found.user.details.roles],
        manages=Permission.MANAGE_USERS in found.viewer.permissions,
        sample_users=sample.list_users() if sample and found.is_sample else {},
        session_ends=_count_seconds_left(found),
        session_idle=int(IDLE.total_seconds()),
    )


def _count_seconds_left(found: SignedIn) -> int:
    """Return the seconds until the session ends, however busy its user is; 0 without a session."""
    if found.session is None:
        return 0
    now = datetime.now(UTC).replace(tzinfo=None)
    return max(int((found.session.made_at + LONGEST - now).total_seconds()), 1)
