"""The commissioner's pack: downloads of the compare page as a workbook and as a PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial

import flask

from indicators.access.declared_needs import needs
from indicators.access.permissions import Permission, Viewer
from indicators.domain.errors import UserError
from indicators.domain.indicator import Indicator
from indicators.domain.operations.garbage_search import pause_garbage_search
from indicators.domain.periods import get_rolling_year
from indicators.reports.benchmarking import calculate_standings
from indicators.reports.comparison import build_comparison
from indicators.reports.comparison_matrix import build_matrix, focus_on, limit_columns
from indicators.reports.comparison_models import Comparison, Matrix
from layouts.exports.file_response import build_download, build_no_figures_error, name_view
from layouts.exports.gate.export_gate import guard_export
from layouts.exports.packs import pack_method
from layouts.exports.packs.pack import Pack, PackDescription
from layouts.exports.packs.range_chart import build_range_chart
from layouts.exports.pdf import PdfPart, write_pdf
from layouts.exports.pdf_downloads import Answer, PdfDownloads
from layouts.pages.compare.compare_choices import read_choice
from layouts.pages.compare.compare_view import list_matrix_parts, render_view
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text import comparison_text

COMPARE = "/compare"
MOST_COLUMNS = 20
"""How many indicators are readable next to each other on a page of A4."""


def create_blueprint(
    site: Site, viewer: Callable[[], Viewer], render_plain: Callable[[PageView], str]
) -> flask.Blueprint:
    """Return /packs/compare.xlsx and .pdf, which take the parameters of /compare.

    A PDF takes seconds, so it is written in the background. Until it is ready the same address
    answers with a page that asks again; `render_plain` renders it without scripts.
    """
    packs = flask.Blueprint("packs", __name__, url_prefix="/packs")
    pdfs = PdfDownloads(site.reports, site.messages, render_plain)

    @packs.get("/compare.xlsx")
    @needs(Permission.VIEW_FIGURES)
    @guard_export
    def download_workbook() -> flask.Response:
        request = _parse_request(site, viewer())
        pack = _build_pack(request)
        name = _make_file_name(request, pack.matrix.comparison, "xlsx")
        from layouts.exports.packs.pack_workbook import write_pack_workbook  # openpyxl

        return build_download(write_pack_workbook(pack), name)

    @packs.get("/compare.pdf")
    @needs(Permission.VIEW_FIGURES)
    @guard_export
    def download_pdf() -> Answer:
        request = _parse_request(site, viewer())
        compared = _compare(request)
        matrices = _list_matrices(compared)
        query = {**flask.request.args, "columns": "", "view": "change"}
        return pdfs.answer(
            request,
            _make_file_name(request, compared, "pdf"),
            len(matrices) + len(compared.indicators) + 3,
            partial(_write_pdf, site, request, compared, matrices, query),
            ("Back to Compare", f"{COMPARE}?{flask.request.query_string.decode()}"),
        )

    return packs


def _write_pdf(
    site: Site,
    request: PageRequest,
    compared: Comparison,
    matrices: list[tuple[str, str]],
    query: dict[str, str],
) -> Iterator[bytes | None]:
    """Write the pack, a step for each page, one for the notes and one for the PDF."""
    parts, settings = [], request.reports.settings_key
    with pause_garbage_search():
        matrix = build_matrix(request.reports, compared, request.viewer)
    for name, columns in matrices:
        shown = limit_columns(matrix, columns) if columns else matrix
        view = render_view(site.frame, request, "matrix", list_matrix_parts(request, shown))
        parts.append(PdfPart(name, view))
        yield None
    for indicator in compared.indicators:
        parts.append(PdfPart(indicator.name, _render_indicator(site, request, matrix, indicator)))
        yield None
    since = f"Change since a baseline year: {compared.focus.name}"
    parts.append(PdfPart(since, site.get_view(COMPARE, query, request.viewer, settings=settings)))
    yield None
    described = _describe(request, compared)
    parts.append(PdfPart("Notes on method", _render_notes(site, request, compared, described)))
    yield None
    foot = f"{described.title}. {described.filters}"
    yield write_pdf(described.title, described.lines[1:], foot, parts)


def _list_matrices(compared: Comparison) -> list[tuple[str, str]]:
    """Return the name of each page of the matrix, with the service whose columns it has.

    One page has all of them, or there is one for each service. The other tabs of the compare page
    show one indicator at a time, which has its own page.
    """
    if len(compared.indicators) <= MOST_COLUMNS:
        return [("Matrix: all indicators", "")]
    return [(f"Matrix: {service.name}", service.code) for service, _ in compared.groups]


def _render_indicator(
    site: Site, request: PageRequest, matrix: Matrix, indicator: Indicator
) -> PageView:
    """Return the page of one indicator: its chart and figures in the order of the places."""
    compared = focus_on(matrix, indicator)
    shown = {place.code for place in compared.shown}
    standings = calculate_standings(compared)
    on_page = [standing for standing in standings if standing.place.code in shown]
    return site.frame.render_page(
        "pack_indicator.html",
        request,
        title=indicator.name,
        shown=compared.months,
        comparison_text=comparison_text,
        compared=compared,
        matrix=matrix,
        cells=matrix.cells,
        chart=build_range_chart(compared, on_page),
        caption=comparison_text.describe_order_chart(compared, standings),
        word=_get_kind_words(request, compared),
    )


def _parse_request(site: Site, viewer: Viewer) -> PageRequest:
    return site.parse_request(COMPARE, flask.request.args, viewer)


def _compare(request: PageRequest) -> Comparison:
    """Return the comparison of a pack. Raises UserError if there is nothing to compare."""
    compared = build_comparison(
        request.reports, request.month, read_choice(request, "matrix"), request.viewer
    )
    if compared is None:
        raise build_no_figures_error(request.reports)
    if not compared.months.has_data:
        raise UserError(
            f"There are no figures for {compared.months.shown.name}.",
            remedy="Choose another month.",
        )
    return compared


def _build_pack(request: PageRequest) -> Pack:
    compared, reports = _compare(request), request.reports
    return Pack(
        build_matrix(reports, compared, request.viewer),
        _get_kind_words(request, compared),
        _describe(request, compared),
        reports.catalogue.programme.name,
        datetime.now(UTC),
    )


def _get_kind_words(request: PageRequest, compared: Comparison) -> tuple[str, str]:
    """Return the words for the kind of place that is compared, singular and plural."""
    return request.reports.places.words[compared.choice.by]


def _describe(request: PageRequest, compared: Comparison) -> PackDescription:
    indicators = [indicator.code for indicator in compared.indicators]
    codes = [place.code for place in compared.shown]
    loads = request.reports.list_loads_in_span(codes, indicators, get_rolling_year(compared.month))
    words = _get_kind_words(request, compared)
    return pack_method.describe_pack(request.reports, compared, words, loads, datetime.now(UTC))


def _render_notes(
    site: Site, request: PageRequest, compared: Comparison, described: PackDescription
) -> PageView:
    return site.frame.render_page(
        "pack_notes.html",
        request,
        title="Notes on method",
        shown=compared.months,
        stated=described,
        rules=pack_method.list_rules(),
        definitions=pack_method.list_definitions(compared),
    )


def _make_file_name(request: PageRequest, compared: Comparison, ending: str) -> str:
    view = name_view(request.reports)
    return f"compare-{compared.choice.by}s-{compared.month}{view}.{ending}"
