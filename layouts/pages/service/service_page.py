"""A service's own dashboard: its indicators across the centre areas."""

from indicators.access.permissions import Permission
from indicators.reports.comparison_models import PAGE
from indicators.reports.service_report import build_service_report
from layouts.pages.service.service_table import PLACES, build_service_table
from layouts.site.numbers import read_page_number, require_page
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text import summaries
from layouts.text.figure_notes import list_decimals


def register(site: Site) -> None:
    """Add the service page."""

    def show(request: PageRequest, code: str) -> PageView:
        report = build_service_report(
            request.reports, code, request.month, request.viewer, request.by
        )
        if report is None:
            return site.messages.show_nothing_loaded(request)
        if not report.months.has_data:
            return site.messages.show_no_such_month(request, report.months)
        page, pages = read_page_number(request.query), -(-len(report.places) // PAGE)
        require_page(page, pages)
        listed = report.places[(page - 1) * PAGE : page * PAGE]
        words = site.reports.places.words[report.places[0].kind]
        return site.frame.render_page(
            "service.html",
            request,
            title=f"{report.service.name}, {words[1]}",
            shown=report.months,
            report=report,
            listed=listed,
            page=page,
            pages=pages,
            page_size=PAGE,
            figure_notes=list_decimals(
                (place.name, indicator, cells[indicator.code])
                for place, cells in (
                    *((place, report.cells[place.code]) for place in listed),
                    (site.reports.places.city, report.city),
                )
                for indicator in report.indicators
            ),
            sentence=summaries.summarise_service(report, words),
            area_word=words[0],
        )

    site.add(
        "/service/<code>",
        show,
        needs=Permission.VIEW_FIGURES,
        asks=("by", "page"),
        tables={PLACES: build_service_table},
    )
