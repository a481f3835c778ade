"""Addresses of the sign-in page that lead back to where someone was."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

import flask

from indicators.access.permissions import Permission, Viewer
from layouts.site.safe_redirect import HOME, find_own_path

SIGN_IN = "/sign-in"
USERS, AUDIT_LOG, SET_UP = "/users", "/audit", "/setup"
PRIVATE = "/private"
"""Below it, and behind a token, is what programs read without signing in."""


def build_sign_in_address(path: str = "") -> str:
    """Return the address of the sign-in page, which leads to a path of the dashboard."""
    own = find_own_path(path)
    return f"{SIGN_IN}?{urlencode({'next': own})}" if own != HOME else SIGN_IN


def find_sender() -> str:
    """Return the path of the page that a form or a script was sent from."""
    parts = urlsplit(flask.request.referrer or "")
    if parts.netloc != flask.request.host:
        return HOME
    return find_own_path(f"{parts.path}?{parts.query}" if parts.query else parts.path)


def find_start(viewer: Viewer) -> str:
    """Return the page that a viewer begins with: their team's, or home, which may lead on."""
    sees_figures = Permission.VIEW_FIGURES in viewer.permissions
    return f"/team/{viewer.team}" if viewer.team and sees_figures else HOME


def find_page_without_figures(viewer: Viewer, *, is_set_up_due: bool) -> str:
    """Return where home leads a viewer whose roles show no figures: to what their role is about."""
    if is_set_up_due:
        return SET_UP
    if Permission.MANAGE_USERS in viewer.permissions:
        return USERS
    return AUDIT_LOG if Permission.READ_AUDIT_LOG in viewer.permissions else HOME
