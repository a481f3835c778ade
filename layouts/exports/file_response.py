"""The answer to a request for a file."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from urllib.parse import quote

import flask
from werkzeug.http import dump_options_header

from indicators.reports.base import Reports

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def build_download(content: bytes | Iterable[bytes], name: str, kind: str = XLSX) -> flask.Response:
    """Return a file to download, in one piece or piece by piece. No cache keeps it."""
    response = flask.Response(content, mimetype=kind)
    response.headers["Content-Disposition"] = format_disposition(name)
    response.headers["Cache-Control"] = "no-store"
    return response


def name_view(reports: Reports) -> str:
    """Return what a file's name says of its figures: today's areas, and the day they are as at."""
    areas = "-todays-areas" if reports.find_basis_month() else ""
    return f"{areas}-as-at-{reports.seen_on}" if reports.seen_on else areas


def format_disposition(name: str) -> str:
    """Return the header that names a file, in ASCII as headers must be (RFC 6266).

    A name with other characters is also sent as it is (`filename*`, RFC 5987), and browsers take
    that one.
    """
    apart = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in apart if c.isascii() and c.isprintable()) or "file"
    names = {"filename": plain}
    if plain != name:
        names["filename*"] = f"UTF-8''{quote(name, safe='')}"
    return dump_options_header("attachment", names)
