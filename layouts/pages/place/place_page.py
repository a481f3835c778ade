"""A team, centre area, hub or the city: its dashboard for the month in view."""

from collections import Counter
from collections.abc import Mapping

from indicators.access.permissions import Permission
from indicators.domain.core import AreaBasis, LocalityKind
from indicators.domain.indicator import Indicator
from indicators.domain.localities import Locality
from indicators.domain.periods import Period
from indicators.reports.actions.place_actions import find_team, list_open_actions
from indicators.reports.meetings.meeting_book import MeetingBook
from indicators.reports.models import DashboardRow, PlaceReport, rank_crosses
from indicators.reports.overview.priorities import list_lasting_improvements
from indicators.reports.place_report import build_place_report
from layouts.pages.place.place_table import ROWS, build_rows_table
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text import labels, priority_text, short_labels, summaries
from layouts.text.figure_notes import list_place_notes
from layouts.text.workflow import action_text


def register(site: Site) -> None:
    """Add the place page."""

    def show(request: PageRequest, kind: str, code: str) -> PageView:
        places = site.reports.places
        place = places[code]
        if place.kind != kind:
            return site.messages.show_other_kind(request, place, kind, places.words)
        report = build_place_report(request.reports, code, request.month, request.viewer)
        if report is None:
            return site.messages.show_nothing_loaded(request)
        if not report.months.has_data:
            return site.messages.show_no_such_month(request, report.months)
        months = min(row.indicator.months for row in report.rows)
        alone = Period(report.months.shown, months)
        crosses = rank_crosses(report.rows)
        latest = report.months.latest
        actions = list_open_actions(request.reports, place, latest, request.today, request.viewer)
        return site.frame.render_page(
            "place.html",
            request,
            title=name_place(place, places.words),
            shown=report.months,
            report=report,
            priority_text=priority_text,
            crosses=crosses,
            ideas=_find_ideas(crosses),
            actions=actions,
            records=list(request.reports.records.values()),
            by_indicator=Counter(action.indicator for action in actions),
            action_team=find_team(request.reports, place, latest),
            has_meetings=MeetingBook(request.reports, request.viewer).is_seen(place.code),
            action_text=action_text,
            improving=list_lasting_improvements(report.rows),
            notes=summaries.list_load_notes(report, places.localities),
            figure_notes=list_place_notes(report, places.city.name),
            changed=summaries.describe_area_changes(
                report,
                places.words[place.kind][0],
                by_today=request.reports.area_basis is AreaBasis.TODAY,
            ),
            related_areas=_list_related_areas(report),
            gone=place.has_ended_by(report.months.shown),
            change_heading="Change since last year",
            whole_word=places.words[report.tabs[0].kind][0],
            kind_word=places.words[place.kind][0].capitalize(),
            city_name=places.city.name,
            more_groups=[labels.lower_first(g) for g in request.reports.catalogue.more_groups],
            has_cohort=any(row.indicator.cohort for row in report.rows),
            alone=alone.name,
            alone_heading=short_labels.abbreviate_month(alone.ended) if months == 1 else alone.name,
        )

    rule = f"/<any({', '.join(LocalityKind)}):kind>/<code>"
    tables = {ROWS: build_rows_table}
    site.add(rule, show, needs=Permission.VIEW_FIGURES, tables=tables, has_notes=True)


def name_place(place: Locality, words: Mapping[LocalityKind, tuple[str, str]]) -> str:
    """Return “Hillfields team”, since a team, a hub and an area may share a name."""
    is_unlike = place.kind in (LocalityKind.TEAM, LocalityKind.AREA, LocalityKind.HUB)
    return f"{place.name} {words[place.kind][0]}" if is_unlike else place.name


def _find_ideas(crosses: list[DashboardRow]) -> Indicator | None:
    """Return the first cross for which the catalogue suggests actions."""
    return next((row.indicator for row in crosses if row.indicator.suggested_actions), None)


def _list_related_areas(report: PlaceReport) -> list[tuple[str, Locality]]:
    """Return the former areas, which keep their own pages; for a former area, what it became."""
    links = []
    for change in report.changes:
        if change.area.code == report.place.code:
            links += [(heir.name, heir) for heir in change.became]
        elif change.ended:
            links.append((f"{change.area.name} as it was", change.area))
    return links
