"""The commissioner's pack to take away: what the compare page shows, as a workbook and as a PDF."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import flask

from indicators.access.permissions import Viewer
from indicators.domain.errors import UserError
from indicators.domain.periods import get_rolling_year
from indicators.reports.comparison import Comparison, build_comparison, build_matrix
from layouts.exports import pack_method
from layouts.exports.action_plan import build_no_figures_error
from layouts.exports.download_routes import build_download
from layouts.exports.pack_method import PackDescription
from layouts.exports.pack_workbook import Pack, write_pack_workbook
from layouts.exports.pdf import write_pdf
from layouts.pages.compare.compare_page import read_choice
from layouts.site.site import PageRequest, PageView, Site

COMPARE = "/compare"
MOST_ABREAST = 20
"""So many indicators can be read side by side on a page of A4."""


def create_blueprint(site: Site, viewer: Callable[[], Viewer]) -> flask.Blueprint:
    """The addresses /packs/compare.xlsx and .pdf, which are asked as /compare is."""
    packs = flask.Blueprint("packs", __name__, url_prefix="/packs")

    @packs.get("/compare.xlsx")
    def workbook() -> flask.Response:
        asked = _asked(site, viewer())
        pack = _pack(asked)
        return build_download(write_pack_workbook(pack), _file_name(pack.matrix.comparison, "xlsx"))

    @packs.get("/compare.pdf")
    def printed() -> flask.Response:
        asked = _asked(site, viewer())
        compared = _compared(asked)
        stated = _stated(asked, compared)
        tabs = [{**flask.request.args, "columns": "", **tab} for tab in _in_print(compared)]
        views = [
            *(site.view(COMPARE, tab, asked.viewer) for tab in tabs),
            _notes(site, asked, compared, stated),
        ]
        made = write_pdf(stated.title, f"{stated.title}. {stated.filters}", views)
        return build_download(made, _file_name(compared, "pdf"), "application/pdf")

    return packs


def _in_print(compared: Comparison) -> list[dict[str, str]]:
    """The views of the compare page that the PDF is made from: the matrix, in one or a page for
    each service, and two of its tabs. The other tabs are charts of the same figures.
    """
    matrices = [{"view": "matrix"}]
    if len(compared.indicators) > MOST_ABREAST:
        matrices = [{"view": "matrix", "columns": s.code} for s, _ in compared.groups]
    return [*matrices, {"view": "order"}, {"view": "change"}]


def _asked(site: Site, viewer: Viewer) -> PageRequest:
    return site.parse_request(COMPARE, flask.request.args, viewer)


def _compared(asked: PageRequest) -> Comparison:
    """What is compared in a pack. UserError where there is nothing to compare."""
    compared = build_comparison(
        asked.reports, asked.month, read_choice(asked, "matrix"), asked.viewer
    )
    if compared is None:
        raise build_no_figures_error(asked.reports)
    if not compared.months.has_data:
        raise UserError(
            f"There are no figures for {compared.month.name}.", remedy="Choose another month."
        )
    return compared


def _pack(asked: PageRequest) -> Pack:
    compared, reports = _compared(asked), asked.reports
    return Pack(
        build_matrix(reports, compared, asked.viewer),
        _words(asked, compared),
        _stated(asked, compared),
        reports.catalogue.programme.name,
        datetime.now(UTC),
    )


def _words(asked: PageRequest, compared: Comparison) -> tuple[str, str]:
    return asked.reports.places.words[compared.choice.by]


def _stated(asked: PageRequest, compared: Comparison) -> PackDescription:
    indicators = [indicator.code for indicator in compared.indicators]
    codes = [place.code for place in compared.shown]
    loads = asked.reports.list_loads_in_span(codes, indicators, get_rolling_year(compared.month))
    words = _words(asked, compared)
    return pack_method.describe_pack(asked.reports, compared, words, loads, datetime.now(UTC))


def _notes(
    site: Site, asked: PageRequest, compared: Comparison, stated: PackDescription
) -> PageView:
    return site.page(
        "pack_notes.html",
        asked,
        title="Notes on method",
        shown=compared.months,
        stated=stated,
        rules=pack_method.list_rules(),
        definitions=pack_method.list_definitions(compared),
    )


def _file_name(compared: Comparison, ending: str) -> str:
    return f"compare-{compared.choice.by}s-{compared.month}.{ending}"
