"""Scripts that only some pages have, at addresses that change with their content."""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from pathlib import Path

import flask

from indicators.access.declared_needs import public

LAYOUTS = Path(__file__).parents[1]
CHART = "chart.js"
DRAWING = "drawing.js"
MEETING = "meeting.js"
PLOTLY = "plotly-cartesian.min.js"
FILES = {
    CHART: LAYOUTS / "charts" / CHART,
    DRAWING: LAYOUTS / "charts" / DRAWING,
    MEETING: LAYOUTS / "pages" / "meetings" / MEETING,
    PLOTLY: LAYOUTS / "vendor" / PLOTLY,
}


def _read_content(name: str) -> bytes:
    return FILES[name].read_bytes()


@cache
def _compress_content(name: str) -> bytes:
    """Compress a script once, because the library is large."""
    return gzip.compress(_read_content(name))


@cache
def build_script_url(name: str) -> str:
    """Return the address of a script, which browsers may cache for ever."""
    return f"/scripts/{name}?v={hashlib.sha256(_read_content(name)).hexdigest()[:12]}"


def create_blueprint() -> flask.Blueprint:
    """Return the routes under /scripts/. Any cache may keep them: they are public."""
    scripts = flask.Blueprint("scripts", __name__, url_prefix="/scripts")

    @scripts.get(f"/<any({', '.join(map(repr, FILES))}):name>")
    @public
    def script(name: str) -> flask.Response:
        packs = bool(flask.request.accept_encodings["gzip"])
        response = flask.Response(
            _compress_content(name) if packs else _read_content(name), mimetype="text/javascript"
        )
        if packs:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response

    return scripts
