"""Takes the files of another council, and answers with what differs: a page, CSV or a workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import flask
from werkzeug.wrappers import Response

from indicators.access.declared_needs import needs
from indicators.access.permissions import AccessError, Permission, Viewer
from indicators.configuration.two_councils.council_archive import MOST_BYTES, read_council_archive
from indicators.configuration.two_councils.council_comparison import (
    ComparedLine,
    compare_catalogues,
)
from indicators.domain.catalogue import Catalogue
from indicators.domain.errors import UserError, list_faults
from indicators.domain.periods import format_day
from layouts.exports.file_response import build_download
from layouts.pages.councils.councils_view import PATH, render_comparison
from layouts.site.flash_messages import MessageKind
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text.page_table import PageTable

Answer = Response | tuple[str, int]
_LONGEST_NAME, _MOST_FAULTS = 100, 20


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
            other = _read_sent()
        except AccessError:
            raise
        except UserError as error:
            faults = [(MessageKind.WRONG, str(each)) for each in list_faults(error)]
            view = render_comparison(site.frame, request, faults[:_MOST_FAULTS])
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


def _read_sent() -> Catalogue:
    file = flask.request.files.get("file")
    if file is None or not file.filename:
        raise UserError("There is no file.", remedy="Choose the zip of the other council.")
    name = file.filename.replace("\\", "/").rpartition("/")[2][:_LONGEST_NAME]
    return read_council_archive(file.stream.read(MOST_BYTES + 1), name)


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
