"""The commissioner's pack to take away: what the compare page shows, as a workbook and as a PDF."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import flask

from indicators.comparing import Comparison, Matrix, comparison_of, matrix_of
from indicators.errors import UserError
from indicators.model import Viewer
from indicators.periods import rolling_year
from indicators.table import Load
from layouts.downloads import download
from layouts.pages.compare import choice_of
from layouts.sheets import method
from layouts.sheets.action_plan import nothing_to_write
from layouts.sheets.pack import Pack, workbook_of
from layouts.sheets.printed import pdf
from layouts.site import Asked, Site, View

COMPARE = "/compare"
MOST_ABREAST = 20
"""So many indicators can be read side by side on a page of A4."""


def blueprint(site: Site, viewer: Callable[[], Viewer]) -> flask.Blueprint:
    """The addresses /packs/compare.xlsx and .pdf, which are asked as /compare is."""
    packs = flask.Blueprint("packs", __name__, url_prefix="/packs")

    @packs.get("/compare.xlsx")
    def workbook() -> flask.Response:
        pack = _pack(site, _asked(site, viewer()))
        return download(workbook_of(pack), _file_name(pack, "xlsx"))

    @packs.get("/compare.pdf")
    def printed() -> flask.Response:
        asked = _asked(site, viewer())
        pack = _pack(site, asked)
        tabs = [{**flask.request.args, **tab} for tab in _in_print(pack.matrix.comparison)]
        views = [
            *(site.view(COMPARE, tab, asked.viewer) for tab in tabs),
            _notes(site, asked, pack),
        ]
        return download(pdf(pack.stated[0], views), _file_name(pack, "pdf"), "application/pdf")

    return packs


def _in_print(compared: Comparison) -> list[dict[str, str]]:
    """The views of the compare page that the PDF is made from: the matrix, in one or a page for
    each service, and two of its tabs. The other tabs are charts of the same figures."""
    matrices = [{"view": "matrix"}]
    if len(compared.indicators) > MOST_ABREAST:
        matrices = [{"view": "matrix", "service": s.code} for s, _ in compared.groups]
    return [*matrices, {"view": "order"}, {"view": "change"}]


def _asked(site: Site, viewer: Viewer) -> Asked:
    return site.asked(COMPARE, flask.request.args, viewer)


def _pack(site: Site, asked: Asked) -> Pack:
    """What goes into a pack. UserError where there is nothing to compare."""
    matrix = _matrix(asked)
    compared, reports, now = matrix.comparison, asked.reports, datetime.now(UTC)
    words = reports.places.words[compared.choice.by]
    loads = _loads(asked, compared)
    return Pack(
        matrix,
        words,
        method.stated(reports, compared, words, loads, now),
        loads,
        reports.catalogue.programme.name,
        now,
    )


def _matrix(asked: Asked) -> Matrix:
    compared = comparison_of(asked.reports, asked.month, choice_of(asked, "matrix"), asked.viewer)
    if compared is None:
        raise nothing_to_write(asked.reports)
    if not compared.months.has_data:
        raise UserError(
            f"There are no figures for {compared.month.name}.", remedy="Choose another month."
        )
    return matrix_of(asked.reports, compared, asked.viewer)


def _loads(asked: Asked, compared: Comparison) -> list[Load]:
    indicators = [indicator.code for indicator in compared.indicators]
    codes = [place.code for place in compared.shown]
    return asked.reports.loads_over(codes, indicators, rolling_year(compared.month))


def _notes(site: Site, asked: Asked, pack: Pack) -> View:
    return site.page(
        "pack_notes.html",
        asked,
        title="Notes on method",
        shown=pack.matrix.comparison.months,
        stated=pack.stated,
        rules=method.rules(),
        definitions=method.definitions(pack.matrix.comparison),
        loads=pack.loads,
    )


def _file_name(pack: Pack, ending: str) -> str:
    compared = pack.matrix.comparison
    return f"compare-{compared.choice.by}s-{compared.month}.{ending}"
