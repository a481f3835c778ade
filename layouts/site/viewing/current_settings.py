"""Which settings count for a request, asked once."""

from __future__ import annotations

from dataclasses import replace

import flask

from indicators.access.permissions import Permission
from indicators.domain.settings.settings_key import DraftKey, SettingsKey
from indicators.domain.settings.settings_source import SettingsSource
from layouts.site.current_user import get_current_viewer, is_viewer_known
from layouts.site.viewing.request_state import find_state, forget_state

LIVE_PAGE = "/_dash-update-component"
"""The address at which a page is asked for without loading the whole document."""
_NEVER = ("/api/", "/sharing")
_SESSION = "arrangement_draft"


def find_settings_key(settings: SettingsSource) -> SettingsKey:
    """Return which settings count for this request, or now where there is none."""
    if not flask.has_request_context():
        return settings.get_key()
    if "settings_now" not in flask.g:
        flask.g.settings_now = settings.build_key(find_state(settings).settings)
    now: SettingsKey = flask.g.settings_now
    if not is_viewer_known():
        return now  # it is asked in order to find out what they may see
    if "settings_key" not in flask.g:
        flask.g.settings_key = replace(now, draft=find_draft(settings))
    found: SettingsKey = flask.g.settings_key
    return found


def forget_settings_key() -> None:
    """Ask again within this request, which has changed a setting."""
    flask.g.pop("settings_now", None)
    flask.g.pop("settings_key", None)
    forget_state()


def find_draft(settings: SettingsSource) -> DraftKey | None:
    """Return the arrangement that this browser looks at before it is accepted, or None.

    Nobody else sees it, and only pages and files that are looked at have it: a form that changes
    something never does, nor does a program that reads the API.
    """
    request = flask.request
    is_looked_at = request.method in ("GET", "HEAD") or request.path == LIVE_PAGE
    secret, is_looking = flask.session.get(_SESSION, ("", False))
    if not is_looking or not is_looked_at or request.path.startswith(_NEVER):
        return None
    viewer = get_current_viewer()
    if Permission.CHANGE_SETTINGS not in viewer.permissions:
        return None
    found = settings.find_draft(secret, viewer.user)
    flask.g.is_draft_gone = found is None
    return found


def leave_gone_draft() -> bool:
    """Return whether the draft that this browser looked with was removed, and stop looking with it.

    Asked again, it is False. The secret stays, so that the page of arrangements can say more.
    """
    if not flask.g.pop("is_draft_gone", False):
        return False
    flask.session[_SESSION] = (get_draft_secret(), False)
    return True


def is_looking_at_draft() -> bool:
    """Return whether pages are looked at with the draft that this browser keeps."""
    return bool(flask.session.get(_SESSION, ("", False))[1])


def get_draft_secret() -> str:
    """Return the secret of the draft that this browser keeps, or ""."""
    secret: str = flask.session.get(_SESSION, ("", False))[0]
    return secret


def keep_draft(secret: str, *, is_looking: bool) -> None:
    """Keep a draft in this browser, and say whether pages are looked at with it; "" keeps none."""
    flask.session[_SESSION] = (secret, is_looking and bool(secret))
    forget_settings_key()
