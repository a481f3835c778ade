"""The search: teams, areas, hubs and indicators by any of their words."""

from indicators.access.permissions import Permission
from indicators.reports.overview.search import search_reports
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site

LONGEST = 100
"""Characters of a search that are used."""


def register(site: Site) -> None:
    """Add the search page. It says in its markup if there is one match, which opens by itself."""

    def show(request: PageRequest) -> PageView:
        text = request.query.get("q", "")[:LONGEST].strip()
        months = request.reports.find_months(request.month)
        found = search_reports(request.reports, text, months.shown if months else None)
        return site.frame.render_page(
            "search.html",
            request,
            title=f"Search for {text}" if text else "Search",
            shown=months,
            text=text,
            found=found,
        )

    site.add("/search", show, needs=Permission.VIEW_FIGURES, asks=("q",))
