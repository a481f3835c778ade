"""The more indicators of a place: by heading, folded, each to the last period that was sent."""

from indicators.access.permissions import Permission
from indicators.domain.core import LocalityKind
from indicators.reports.actions.place_actions import find_team
from indicators.reports.overview.more_report import build_more_report
from layouts.pages.more.more_table import MORE, build_more_table
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text.change_text import count_real_changes
from layouts.text.figure_notes import list_decimals


def register(site: Site) -> None:
    """Show the page at the address of a place and /more."""

    def show(request: PageRequest, kind: str, code: str) -> PageView:
        places = site.reports.places
        if places[code].kind != kind:
            return site.messages.show_other_kind(request, places[code], kind, places.words)
        report = build_more_report(request.reports, code, request.month, request.viewer)
        if report is None:
            return site.messages.show_nothing_loaded(request)
        if not report.months.has_data:
            return site.messages.show_no_such_month(request, report.months)
        return site.frame.render_page(
            "more.html",
            request,
            title=f"More indicators, {report.place.name}",
            shown=report.months,
            report=report,
            action_team=find_team(request.reports, report.place, report.months.latest),
            count_changes=count_real_changes,
            agencies={code: s.agency for code, s in site.reports.catalogue.services.items()},
            has_targets=any(row.target for row in report.rows),
            figure_notes=list_decimals(
                (name, row.indicator, figure)
                for row in report.rows
                for name, figure in (
                    (row.rolling.span.name, row.rolling),
                    (row.month.span.name, row.month),
                )
            ),
        )

    rule = f"/<any({', '.join(LocalityKind)}):kind>/<code>/more"
    site.add(rule, show, needs=Permission.VIEW_FIGURES, tables={MORE: build_more_table})
