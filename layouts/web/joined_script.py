"""Dash's script files as one, at an address that changes with their content."""

from __future__ import annotations

import hashlib
import pkgutil
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import flask
from dash.fingerprint import check_fingerprint

from indicators.access.declared_needs import public
from layouts.site.markup_component import PackedText

ADDRESS = "/scripts/page.js"
_TAG = re.compile(r'<script src="([^"]+)"></script>\s*')
_OWN, _OF_DASH = "/assets/", "/_dash-component-suites/"
_UNUSED = "/dash/dash_table/"
"""No page has Dash's tables."""
_SOURCE_MAP = re.compile(rb"^//# sourceMappingURL=.*$", re.M)


@dataclass(frozen=True, slots=True)
class JoinedScript:
    """The content of all files, and the tags that take the place of theirs."""

    content: PackedText
    tags: str
    digest: str


def join_scripts(tags: str, assets: Path) -> JoinedScript:
    """Return the files of script tags in their order as one; inline scripts stay as they are.

    They are files of Dash's packages, and our own in the folder of assets.
    """
    found = [address for address in _TAG.findall(tags) if _UNUSED not in address]
    content = b"\n;\n".join(_read_script(address, assets) for address in found)
    digest = hashlib.sha256(content).hexdigest()[:12]
    tag = f'<script src="{ADDRESS}?v={digest}"></script>'
    return JoinedScript(PackedText(content), tag + _TAG.sub("", tags), digest)


def _read_script(address: str, assets: Path) -> bytes:
    path = address.partition("?")[0]
    if path.startswith(_OWN):
        return (assets / path.removeprefix(_OWN)).read_bytes()
    package, _, fingerprinted = path.removeprefix(_OF_DASH).partition("/")
    within, _ = check_fingerprint(fingerprinted)
    return _SOURCE_MAP.sub(b"", pkgutil.get_data(package, within) or b"")


def register_joined_script(server: flask.Flask, find_script: Callable[[], JoinedScript]) -> None:
    """Answer with the joined script. Browsers keep it until its address changes."""

    @server.get(ADDRESS)
    @public
    def answer_page_script() -> flask.Response:
        script = find_script()
        response = flask.Response(script.content.unpack(), mimetype="text/javascript")
        # While servers are replaced one by one, a browser can ask for another version: not to keep.
        is_current = flask.request.args.get("v") == script.digest
        kept = "public, max-age=31536000, immutable"
        response.headers["Cache-Control"] = kept if is_current else "no-store"
        return response
