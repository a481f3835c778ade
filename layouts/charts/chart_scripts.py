"""Scripts that only pages with a chart ask for, at addresses that change with their content."""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from pathlib import Path

import flask

LAYOUTS = Path(__file__).parents[1]
CHART = "chart.js"
PLOTLY = "plotly-cartesian.min.js"
FILES = {CHART: LAYOUTS / "charts" / CHART, PLOTLY: LAYOUTS / "vendor" / PLOTLY}


@cache
def _content(name: str) -> bytes:
    return FILES[name].read_bytes()


@cache
def _packed(name: str) -> bytes:
    """Packed once for all: the library is large, and answering is not to wait for it each time."""
    return gzip.compress(_content(name))


@cache
def build_script_url(name: str) -> str:
    """Where a browser asks for it, and may then keep it for good."""
    return f"/scripts/{name}?v={hashlib.sha256(_content(name)).hexdigest()[:12]}"


def create_blueprint() -> flask.Blueprint:
    """The addresses under /scripts/. Nothing in them is secret, so any cache may keep them."""
    scripts = flask.Blueprint("scripts", __name__, url_prefix="/scripts")

    @scripts.get(f"/<any({', '.join(map(repr, FILES))}):name>")
    def script(name: str) -> flask.Response:
        packs = bool(flask.request.accept_encodings["gzip"])
        response = flask.Response(
            _packed(name) if packs else _content(name), mimetype="text/javascript"
        )
        if packs:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response

    return scripts
