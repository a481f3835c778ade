"""Who holds what: the open actions of every agency and owner, each a link to the board."""

from __future__ import annotations

from indicators.access.permissions import Permission
from indicators.domain.periods import format_day
from indicators.reports.actions.action_owners import list_holdings
from indicators.reports.actions.board_models import NONE_NAMED
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text.page_table import PageTable

TABLE = "owners"


def register(site: Site) -> None:
    """Show the page at /actions/owners."""

    def show(request: PageRequest) -> PageView:
        holdings = list_holdings(request.reports, request.today, request.viewer)
        return site.frame.render_page(
            "owners.html",
            request,
            title="Who holds what",
            shown=None,
            holdings=holdings,
            none_named=NONE_NAMED,
        )

    tables = {TABLE: _build_table}
    site.add("/actions/owners", show, needs=Permission.VIEW_FIGURES, cached=False, tables=tables)


def _build_table(request: PageRequest) -> PageTable:
    """Return a row for each owner."""
    return PageTable(
        title="Who holds what",
        name="actions-by-owner",
        period=f"Open actions on {format_day(request.today)}",
        headings=("Agency", "Owner", "Open actions", "Overdue", "Teams"),
        rows=tuple(
            (
                row.agency or "No agency",
                row.owner or "No owner",
                row.open,
                row.overdue,
                ", ".join(team.name for team in row.teams),
            )
            for held in list_holdings(request.reports, request.today, request.viewer)
            for row in held.owners
        ),
    )
