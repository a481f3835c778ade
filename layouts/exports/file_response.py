"""The answer to a request for a file: its figures, its name and its headers."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from urllib.parse import quote

import flask
from werkzeug.http import dump_options_header

from indicators.access.permissions import Viewer
from indicators.domain.errors import UserError
from indicators.domain.periods import Month, format_day
from indicators.reports.base import Reports
from indicators.reports.models import PlaceReport
from indicators.reports.place_report import build_place_report
from layouts.text.area_basis_text import find_draft

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

ICS = "text/calendar"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def build_download(content: bytes | Iterable[bytes], name: str, kind: str = XLSX) -> flask.Response:
    """Return a file to download, in one piece or piece by piece. No cache keeps it."""
    response = flask.Response(content, mimetype=kind)
    response.headers["Content-Disposition"] = format_disposition(name)
    response.headers["Cache-Control"] = "no-store"
    return response


def name_view(reports: Reports) -> str:
    """Return what a file's name says of its figures: which areas, and the day they are as at."""
    areas = "-todays-areas" if reports.find_basis_month() else ""
    if find_draft(reports):
        areas = "-rehearsal"
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


def make_file_name(reports: Reports, report_name: str, month: Month) -> str:
    """Return the name of the file, with the month, the area basis and the day it is as at."""
    return f"action-plan-{report_name}-{month}{name_view(reports)}.xlsx"


def build_no_figures_error(reports: Reports) -> UserError:
    """Return the error for a file without figures."""
    if reports.seen_on:
        day = format_day(reports.seen_on)
        return UserError(f"There were no figures on {day}, so there is nothing to download.")
    return UserError(
        "Nothing has been loaded yet, so there is nothing to download.",
        remedy="Load extracts first: python app.py load FILE...",
    )


def find_place_report(
    reports: Reports, code: str, month: Month | None, viewer: Viewer
) -> PlaceReport:
    """Return a place's report for a file. UserError without figures at all or for the month."""
    report = build_place_report(reports, code, month, viewer)
    if report is None:
        raise build_no_figures_error(reports)
    if not report.months.has_data:
        latest = report.months.latest
        raise UserError(
            f"There are no figures for {report.months.shown.name}.",
            remedy=f"The latest month with figures is {latest.name}." if latest else "",
        )
    return report
