"""Every page's tables as CSV and as workbook: /tables/csv/rows/team/hillfields."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import flask

from indicators.access.audience import check_need
from indicators.access.declared_needs import needs
from indicators.access.permissions import Permission, Viewer
from indicators.domain.errors import UserError
from layouts.exports.file_response import build_download, build_no_figures_error, name_view
from layouts.exports.gate.export_gate import guard_export
from layouts.site.site import Site


def create_blueprint(site: Site, viewer: Callable[[], Viewer]) -> flask.Blueprint:
    """Return /tables/<form>/<table>/<page>, which takes the parameters of the page."""
    files = flask.Blueprint("tables", __name__, url_prefix="/tables")

    @files.get("/<any(xlsx, csv):form>/<table>/", defaults={"page": ""})
    @files.get("/<any(xlsx, csv):form>/<table>/<path:page>")
    @needs(Permission.VIEW_FIGURES)
    @guard_export
    def download_table(form: str, table: str, page: str) -> flask.Response:
        from layouts.exports.table_files import write_table_csv, write_table_workbook  # openpyxl

        found = site.registry.find(f"/{page}")
        if found is None or table not in found[0].tables:
            raise UserError(
                f"The page /{page} has no table “{table}”.",
                remedy="Use the links under the tables of the page.",
            )
        registered, parts = found
        check_need(viewer(), registered.needs)
        request = site.parse_request(f"/{page}", flask.request.args, viewer())
        reports, now = request.reports, datetime.now(UTC)
        built = registered.tables[table](request, **parts)
        if built is None:
            raise build_no_figures_error(reports)
        synthetic = "-synthetic" if reports.has_synthetic() else ""
        name = f"{built.name}{name_view(reports)}{synthetic}.{form}"
        if form == "csv":
            text = write_table_csv(reports, built, now)
            return build_download(text.encode("utf-8-sig"), name, "text/csv")
        return build_download(write_table_workbook(reports, built, now), name)

    return files
