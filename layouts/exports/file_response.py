"""The answer to a request for a file."""

from __future__ import annotations

from collections.abc import Iterable

import flask

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def build_download(content: bytes | Iterable[bytes], name: str, kind: str = XLSX) -> flask.Response:
    """Return a file to download, in one piece or piece by piece. No cache keeps it."""
    response = flask.Response(content, mimetype=kind)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "no-store"
    return response
