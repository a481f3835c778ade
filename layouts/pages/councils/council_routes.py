"""Takes the files of another council, and answers with what differs: a page, CSV or a workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import flask
from werkzeug.wrappers import Response

from indicators.access.declared_needs import needs
from indicators.access.permissions import AccessError, Permission, Viewer
from indicators.configuration.two_councils.council_archive import (
    MOST_BYTES,
    read_council_archive,
    read_places_archive,
)
from indicators.configuration.two_councils.council_comparison import (
    ComparedLine,
    compare_catalogues,
)
from indicators.configuration.two_councils.merged_places import write_merged_places
from indicators.domain.catalogue import Catalogue
from indicators.domain.errors import UserError, list_faults
from indicators.domain.periods import Month, format_day
from indicators.reports.settings.draft_book import DraftBook
from layouts.exports.file_response import build_download
from layouts.pages.councils.councils_view import PATH, render_comparison
from layouts.pages.settings.arrangement_view import ARRANGEMENTS
from layouts.site.flash_messages import MessageKind, answer_form
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.site.viewing.current_settings import keep_draft
from layouts.text.page_table import PageTable

Answer = Response | tuple[str, int]
_LONGEST_NAME, _MOST_FAULTS = 100, 20
MERGED = "merged"
"""What the button sends that rehearses the merged council."""


def create_blueprint(
    site: Site, viewer: Callable[[], Viewer], render_plain: Callable[[PageView], str]
) -> flask.Blueprint:
    """Return the address of the form; `render_plain` renders a page without scripts."""
    blueprint = flask.Blueprint("councils", __name__, url_prefix=PATH)

    @blueprint.post("")
    @needs(Permission.CHANGE_SETTINGS)
    def compare() -> Answer:
        request = PageRequest(PATH, None, viewer(), site.reports)
        try:
            if flask.request.form.get("as") == MERGED:
                return _rehearse(site, viewer())
            other = read_council_archive(*_read_sent())
        except AccessError:
            raise
        except UserError as error:
            faults = [(MessageKind.WRONG, str(each)) for each in list_faults(error)]
            month = flask.request.form.get("month", "")
            view = render_comparison(site.frame, request, faults[:_MOST_FAULTS], month=month)
            return render_plain(view), 422
        compared = compare_catalogues(request.reports.scope.whole, other)
        is_every = bool(flask.request.form.get("every"))
        lines = [line for line in compared if line.differs or is_every]
        form = flask.request.form.get("as", "page")
        if form in ("csv", "xlsx"):
            return _build_file(request, other, lines, form)
        view = render_comparison(site.frame, request, [], other, lines, len(compared))
        return render_plain(view), 200

    return blueprint


def _rehearse(site: Site, viewer: Viewer) -> Response:
    """Load the places of both councils as a draft, and lead to the page that shows it.

    Raises UserError for what cannot be one arrangement.
    """
    month = Month.parse(flask.request.form.get("month", ""))
    content, name = _read_sent()
    everyone = site.find_reports_for_all()
    text = write_merged_places(everyone.places, read_places_archive(content, name), month)
    now = datetime.now(UTC)
    keep_draft(DraftBook(everyone, viewer).load(name, text, now), is_looking=True)
    done = "The places of both councils are loaded as a draft. Every page that you open in this "
    return answer_form(
        ARRANGEMENTS,
        [(MessageKind.GOOD, f"{done}browser now has them. Accept or discard it here.")],
    )


def _read_sent() -> tuple[bytes, str]:
    """Return the content and name of the file that was sent. Raises UserError without one."""
    file = flask.request.files.get("file")
    if file is None or not file.filename:
        raise UserError("There is no file.", remedy="Choose the zip of the other council.")
    name = file.filename.replace("\\", "/").rpartition("/")[2][:_LONGEST_NAME]
    return file.stream.read(MOST_BYTES + 1), name


def _build_file(
    request: PageRequest, other: Catalogue, lines: Sequence[ComparedLine], form: str
) -> Response:
    from layouts.exports.table_files import write_table_csv, write_table_workbook  # openpyxl

    ours, now = request.reports.scope.whole.programme.council, datetime.now(UTC)
    table = PageTable(
        title=f"{ours} and {other.programme.council}",
        name="councils-compared",
        period=f"As of {format_day(now.date())}",
        headings=("Service or indicator", "What", ours, other.programme.council, "Differs"),
        rows=tuple(
            (each.subject, each.what, each.one, each.two, "yes" if each.differs else "no")
            for each in lines
        ),
    )
    name = f"{table.name}.{form}"
    if form == "csv":
        text = write_table_csv(request.reports, table, now)
        return build_download(text.encode("utf-8-sig"), name, "text/csv")
    return build_download(write_table_workbook(request.reports, table, now), name)
