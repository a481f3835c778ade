"""One indicator in one place: its chart and caption, its figures, and every area's chart."""

from collections.abc import Iterable
from typing import TypeVar

from indicators.access.permissions import Permission
from indicators.domain.catalogue_parts.indicator_parts import Target
from indicators.domain.chart_entries.trajectory import Trajectory
from indicators.domain.core import LocalityKind
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.actions.action_evidence import build_board_rows
from indicators.reports.chart_models import IndicatorReport
from indicators.reports.indicator_report import build_indicator_report
from layouts.charts.image_source import describe_image_source
from layouts.pages.indicator.small_chart_markup import draw_small_chart
from layouts.pages.indicator.small_multiples import build_small_charts
from layouts.pages.indicator.variation_chart import build_variation_chart
from layouts.pages.indicator.variation_layout import list_event_marks
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text import captions, plan_text
from layouts.text.workflow import action_text

ASKS = ("place", "by")
KINDS = (LocalityKind.CITY, LocalityKind.TEAM, LocalityKind.AREA, LocalityKind.HUB)


def register(site: Site) -> None:
    """Add the indicator page."""

    def show(request: PageRequest, code: str) -> PageView:
        place, by = (request.query.get(name, "") for name in ASKS)
        report = build_indicator_report(
            request.reports, code, place, by, request.month, request.viewer
        )
        if report is None:
            return site.messages.show_nothing_loaded(request)
        if not report.months.has_data:
            return site.messages.show_no_such_month(request, report.months)
        book = ActionBook(request.reports, request.viewer)
        tried = book.list_actions(indicators=[report.indicator.code])
        return site.frame.render_page(
            "indicator.html",
            request,
            title=f"{report.indicator.name}, {report.place.name}, "
            f"by {captions.BY[report.by].lower()}",
            shown=report.months,
            report=report,
            chart=build_variation_chart(report, _describe_source(request, report)),
            marks=list_event_marks(report),
            small=build_small_charts(report),
            draw_small_chart=draw_small_chart,
            captions=captions,
            tried=build_board_rows(request.reports, tried, tried, request.today, request.viewer),
            action_text=action_text,
            plan_text=plan_text,
            can_comment=Permission.COMMENT_ON_FIGURES in request.viewer.permissions
            and request.reports.scope.has_exact_row(code, report.place.code),
            planned=any(point.planned is not None for point in report.points),
            targets=_list_for_place(report.indicator.target, report.place.code),
            plans=_list_for_place(report.indicator.trajectory, report.place.code),
            service=site.reports.catalogue.services[report.indicator.service],
            picker=_list_places(request, report),
            kind_word=site.reports.places.words[report.place.kind][0],
            area_word=site.reports.places.words[LocalityKind.AREA][0],
            file=request.link(
                "/sheets/indicator", report.months.shown, indicator=code, **request.query
            ),
        )

    site.add("/indicator/<code>", show, needs=Permission.VIEW_FIGURES, asks=ASKS, has_notes=True)


_ForPlace = TypeVar("_ForPlace", Target, Trajectory)


def _list_for_place(dated: Iterable[_ForPlace], place: str) -> list[_ForPlace]:
    """Return those that are for a place or for all."""
    return [each for each in dated if each.place in (None, place)]


def _describe_source(request: PageRequest, report: IndicatorReport) -> str:
    """Return what is counted and where from: the lines below an image."""
    definition = report.definition
    counted = f"{definition.numerator}, of {definition.denominator}" if definition else ""
    if definition and not definition.denominator:
        counted = definition.numerator
    return describe_image_source(
        request.reports, request.day, counted, captions.describe_sources(report)
    )


def _list_places(
    request: PageRequest, report: IndicatorReport
) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Return the month's places by kind: code, name and whether it is the selected one.

    The selected place is among them also if it is elsewhere, or was not there in that month.
    """
    reports, chosen = request.reports, report.place
    month = reports.get_areas_month(report.months.shown)
    groups = {kind: reports.list_places(kind, month) for kind in KINDS}
    of_its_kind = groups.setdefault(chosen.kind, [])
    if chosen.code not in {place.code for place in of_its_kind}:
        groups[chosen.kind] = [*of_its_kind, chosen]
    return [
        (
            reports.places.words[kind][1].capitalize(),
            [(place.code, place.name, place.code == chosen.code) for place in found],
        )
        for kind, found in groups.items()
        if found
    ]
