"""Redirects that lead nowhere but to this dashboard, whatever an address or a form names."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

import flask
from werkzeug.wrappers import Response

HOME = "/"
_LONGEST = 2048
_OWN = re.compile(r"/(?!/)[!-\[\]-~]*", re.ASCII)
"""One slash and visible ASCII characters, without a backslash: browsers read it as a slash."""


def find_own_path(target: str, default: str = HOME) -> str:
    """Return the target if it is a path of this dashboard, with its query, or else the default."""
    if len(target) > _LONGEST or not _OWN.fullmatch(target):
        return default
    parts = urlsplit(target)
    path = unquote(parts.path, errors="replace")
    is_own = not parts.scheme and not parts.netloc and path.isprintable()
    # Some proxies decode a path or take dots out of it, and then two slashes begin a host.
    is_plain = "//" not in path and "\\" not in path and "%" not in path
    has_dots = any(part in (".", "..") for part in path.split("/"))
    return target if is_own and is_plain and not has_dots else default


def redirect_within(target: str, default: str = HOME) -> Response:
    """Lead to the target if it is a path of this dashboard, or else to the default."""
    return flask.redirect(find_own_path(target, default), 303)
