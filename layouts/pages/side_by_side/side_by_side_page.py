"""Two to four places side by side, each with the rows of its own dashboard."""

from indicators.access.permissions import Permission
from indicators.reports.overview.side_by_side import (
    MOST_PLACES,
    SideBySide,
    build_side_by_side,
)
from layouts.pages.side_by_side.side_by_side_table import PLACES, build_side_by_side_table
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text.figure_notes import list_decimals
from layouts.text.labels import join_names
from layouts.text.page_table import PageTable

FIELDS = tuple(f"place{number}" for number in range(1, MOST_PLACES + 1))


def register(site: Site) -> None:
    """Add the side-by-side page."""

    def show(request: PageRequest) -> PageView:
        report = _read_report(request)
        if report is None:
            return site.messages.show_nothing_loaded(request)
        if not report.months.has_data:
            return site.messages.show_no_such_month(request, report.months)
        return site.frame.render_page(
            "side_by_side.html",
            request,
            title=f"{join_names(place.name for place in report.places)} side by side",
            shown=report.months,
            report=report,
            fields=FIELDS,
            figure_notes=list_decimals(
                (place.name, indicator, report.rows[place.code][indicator.code].rolling)
                for place in report.places
                for _, group in report.groups
                for indicator in group
            ),
        )

    site.add(
        "/side-by-side",
        show,
        needs=Permission.VIEW_FIGURES,
        asks=FIELDS,
        tables={PLACES: _build_table},
    )


def _read_report(request: PageRequest) -> SideBySide | None:
    codes = [code for field in FIELDS if (code := request.query.get(field))]
    return build_side_by_side(request.reports, codes, request.month, request.viewer)


def _build_table(request: PageRequest) -> PageTable | None:
    report = _read_report(request)
    if report is None or not report.months.has_data:
        return None
    return build_side_by_side_table(request, report)
