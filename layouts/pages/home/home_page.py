"""Home: choose a team; verdicts that changed since last month; extracts not received."""

from indicators.access.audience import Audience
from indicators.access.permissions import Permission
from indicators.domain.core import LocalityKind, Verdict
from indicators.reports.home_report import CARDS_ON_PAGE, build_home_report
from indicators.reports.overview.home_duties import find_home_duties
from indicators.reports.scope.viewer_scope import NotPublishedError
from layouts.pages.home.home_table import CARDS, build_cards_table
from layouts.site.numbers import read_page_number
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text.workflow.action_text import count_open_actions
from layouts.text.workflow.escalation_text import count_waiting_replies

TALLIED = (
    (Verdict.TICK, "tick", "ticks"),
    (Verdict.NA, "N/A", "N/As"),
    (Verdict.CROSS, "cross", "crosses"),
)


def register(site: Site) -> None:
    """Add the home page."""

    def show(request: PageRequest) -> PageView:
        if Permission.VIEW_FIGURES not in request.viewer.permissions:
            return site.messages.show_no_figures(request)
        if not request.viewer.scopes:
            return site.messages.show_no_scope(request)
        try:
            page = read_page_number(request.query)
            report = build_home_report(
                request.reports, request.month, request.viewer, request.by, page
            )
        except NotPublishedError as error:
            return site.messages.show_not_published(request, error)
        if report is None:
            return site.messages.show_nothing_loaded(request)
        if not report.months.has_data:
            return site.messages.show_no_such_month(request, report.months)
        words = site.reports.places.words
        duties = find_home_duties(request.reports, request.today, request.viewer)
        return site.frame.render_page(
            "home.html",
            request,
            title=words[report.kind][1].capitalize(),
            shown=report.months,
            report=report,
            kind_word=words[report.kind][0],
            area_word=words[LocalityKind.AREA][0],
            tallied=TALLIED,
            duties=duties,
            describe_actions=count_open_actions,
            describe_waiting=count_waiting_replies,
            page_size=CARDS_ON_PAGE,
            indicators=request.reports.catalogue.dashboard,
            has_records=bool(request.reports.records),
            has_uploads=site.upload_service is not None,
        )

    site.add(
        "/",
        show,
        needs=Audience.SIGNED_IN,
        asks=("by", "page"),
        tables={CARDS: build_cards_table},
        has_entries=True,
    )
