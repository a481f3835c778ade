"""The commissioner's pack to take away: what the compare page shows, as a workbook and as a PDF."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import flask

from indicators.domain.core import Viewer
from indicators.domain.errors import UserError
from indicators.domain.periods import rolling_year
from indicators.reports.comparison import Comparison, comparison_of, matrix_of
from layouts.exports import pack_method
from layouts.exports.action_plan import nothing_to_write
from layouts.exports.download_routes import download
from layouts.exports.pack_method import Stated
from layouts.exports.pack_workbook import Pack, workbook_of
from layouts.exports.pdf import pdf
from layouts.pages.compare.compare_page import choice_of
from layouts.site.site import Asked, Site, View

COMPARE = "/compare"
MOST_ABREAST = 20
"""So many indicators can be read side by side on a page of A4."""


def blueprint(site: Site, viewer: Callable[[], Viewer]) -> flask.Blueprint:
    """The addresses /packs/compare.xlsx and .pdf, which are asked as /compare is."""
    packs = flask.Blueprint("packs", __name__, url_prefix="/packs")

    @packs.get("/compare.xlsx")
    def workbook() -> flask.Response:
        asked = _asked(site, viewer())
        pack = _pack(asked)
        return download(workbook_of(pack), _file_name(pack.matrix.comparison, "xlsx"))

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
        made = pdf(stated.title, f"{stated.title}. {stated.filters}", views)
        return download(made, _file_name(compared, "pdf"), "application/pdf")

    return packs


def _in_print(compared: Comparison) -> list[dict[str, str]]:
    """The views of the compare page that the PDF is made from: the matrix, in one or a page for
    each service, and two of its tabs. The other tabs are charts of the same figures."""
    matrices = [{"view": "matrix"}]
    if len(compared.indicators) > MOST_ABREAST:
        matrices = [{"view": "matrix", "columns": s.code} for s, _ in compared.groups]
    return [*matrices, {"view": "order"}, {"view": "change"}]


def _asked(site: Site, viewer: Viewer) -> Asked:
    return site.asked(COMPARE, flask.request.args, viewer)


def _compared(asked: Asked) -> Comparison:
    """What is compared in a pack. UserError where there is nothing to compare."""
    compared = comparison_of(asked.reports, asked.month, choice_of(asked, "matrix"), asked.viewer)
    if compared is None:
        raise nothing_to_write(asked.reports)
    if not compared.months.has_data:
        raise UserError(
            f"There are no figures for {compared.month.name}.", remedy="Choose another month."
        )
    return compared


def _pack(asked: Asked) -> Pack:
    compared, reports = _compared(asked), asked.reports
    return Pack(
        matrix_of(reports, compared, asked.viewer),
        _words(asked, compared),
        _stated(asked, compared),
        reports.catalogue.programme.name,
        datetime.now(UTC),
    )


def _words(asked: Asked, compared: Comparison) -> tuple[str, str]:
    return asked.reports.places.words[compared.choice.by]


def _stated(asked: Asked, compared: Comparison) -> Stated:
    indicators = [indicator.code for indicator in compared.indicators]
    codes = [place.code for place in compared.shown]
    loads = asked.reports.loads_over(codes, indicators, rolling_year(compared.month))
    words = _words(asked, compared)
    return pack_method.stated(asked.reports, compared, words, loads, datetime.now(UTC))


def _notes(site: Site, asked: Asked, compared: Comparison, stated: Stated) -> View:
    return site.page(
        "pack_notes.html",
        asked,
        title="Notes on method",
        shown=compared.months,
        stated=stated,
        rules=pack_method.rules(),
        definitions=pack_method.definitions(compared),
    )


def _file_name(compared: Comparison, ending: str) -> str:
    return f"compare-{compared.choice.by}s-{compared.month}.{ending}"
