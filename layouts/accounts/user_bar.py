"""The bar above every page: who is signed in, in which role, and the way out."""

from __future__ import annotations

import flask
from flask_wtf.csrf import generate_csrf

from indicators.access.permissions import Permission
from indicators.access.roles import ROLE_NAMES, Role
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
    )
