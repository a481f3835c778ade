"""The page on which a champion uploads the team's action sheet."""

from __future__ import annotations

from indicators.access.permissions import Permission
from indicators.domain.periods import format_day
from indicators.reports.actions.sheet_import import SheetImports
from layouts.pages.action_import.import_view import APPLIED, find_team, render_import
from layouts.site.flash_messages import read_messages
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text import load_labels
from layouts.text.page_table import PageTable

IMPORTS = "imports"


def register(site: Site) -> None:
    """Show the page at /team/<code>/actions/import, if there is anything that reads sheets."""
    if site.sheet_reader is None:
        return

    def show(request: PageRequest, code: str) -> PageView:
        team = find_team(request, code)
        return render_import(site.frame, request, team, read_messages())

    rule = f"/{site.reports.home_kind}/<code>/actions/import"
    tables = {IMPORTS: build_imports_table}
    site.add(
        rule,
        show,
        needs=Permission.EDIT_ACTIONS,
        asks=(APPLIED,),
        cached=False,
        tables=tables,
    )


def build_imports_table(request: PageRequest, code: str) -> PageTable:
    """Return a row for each import of a team's sheets, the latest first."""
    team = find_team(request, code)
    return PageTable(
        title=f"Imports of action sheets: {team.name}",
        name=f"action-sheet-imports-{code}",
        period=f"Up to {format_day(request.today)}",
        headings=("When (UTC)", "Import", "Who", "Actions", "Undone"),
        rows=tuple(
            (
                load_labels.format_moment(one.made_at),
                one.batch,
                one.who,
                one.actions,
                "yes" if one.is_undone else "no",
            )
            for one in SheetImports(request.reports, request.viewer).list_imports(code)
        ),
    )
