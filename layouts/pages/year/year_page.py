"""One team in a year, on two sides of A4."""

from indicators.access.permissions import Permission
from indicators.domain.core import LocalityKind
from indicators.domain.periods import format_day
from indicators.reports.models import rank_crosses
from indicators.reports.team_year.team_year_report import build_team_year
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text import priority_text
from layouts.text.workflow import escalation_text, record_text, year_text

_MOST = {"actions": 6, "feedback": 5, "escalations": 3}
"""So many of each are listed: more would not fit on the second side."""


def register(site: Site) -> None:
    """Add the page. It is kept until the figures change or somebody enters something."""

    def show(request: PageRequest, code: str) -> PageView:
        places = site.reports.places
        place = places[code]
        if place.kind is not LocalityKind.TEAM:
            return site.messages.show_other_kind(request, place, LocalityKind.TEAM, places.words)
        year = build_team_year(request.reports, code, request.month, request.today, request.viewer)
        if year is None:
            return site.messages.show_nothing_loaded(request)
        if not year.figures.months.has_data:
            return site.messages.show_no_such_month(request, year.figures.months)
        return site.frame.render_page(
            "year.html",
            request,
            title=f"{place.name} in a year",
            shown=year.figures.months,
            team=place,
            team_word=places.words[LocalityKind.TEAM][0],
            year=year,
            report=year.figures,
            crosses=rank_crosses(year.figures.rows)[:3],
            most=_MOST,
            text=year_text,
            priority_text=priority_text,
            record_text=record_text,
            escalation_text=escalation_text,
            format_day=format_day,
            city_name=places.city.name,
        )

    site.add("/team/<code>/year", show, needs=Permission.VIEW_FIGURES, has_entries=True)
