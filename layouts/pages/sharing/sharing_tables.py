"""What the pages of releases show as tables to download.

What solves a release is loaded where it is used: a server that only shows figures starts sooner.
"""

from __future__ import annotations

from collections.abc import Mapping

from indicators.domain.periods import format_day
from layouts.site.page_registry import BuildTable
from layouts.site.page_request import PageRequest
from layouts.site.site import Site
from layouts.text import load_labels
from layouts.text.page_table import PageTable

RELEASES = "releases"
CHECKED = "checked-indicators"
HIDDEN = "hidden-figures"


def make_release_tables(site: Site) -> Mapping[str, BuildTable]:
    """Return the tables of the site's releases by their names in addresses."""

    def build_releases(request: PageRequest) -> PageTable:
        return _build_releases_table(site, request)

    def build_checked(request: PageRequest) -> PageTable | None:
        from layouts.pages.sharing import release_check_tables as tables

        preview = tables.find_preview(site.reports, request)
        return tables.build_checked_table(site.reports, preview) if preview else None

    def build_hidden(request: PageRequest) -> PageTable | None:
        from layouts.pages.sharing import release_check_tables as tables

        preview = tables.find_preview(site.reports, request)
        return tables.build_hidden_table(site.reports, request, preview) if preview else None

    return {RELEASES: build_releases, CHECKED: build_checked, HIDDEN: build_hidden}


def _build_releases_table(site: Site, request: PageRequest) -> PageTable:
    releases = site.reports.release_ledger.list_releases()
    return PageTable(
        title="Releases",
        name="releases",
        period=f"Up to {format_day(request.today)}",
        headings=(
            *("Release", "Month", "Published (UTC)", "By", "What for", "Figures", "Small"),
            *("Hidden in addition", "Revealed before"),
        ),
        rows=tuple(
            (
                each.id,
                each.month.name,
                load_labels.format_moment(each.made_at),
                each.who,
                each.note,
                each.counts.cells,
                each.counts.small,
                each.counts.additional,
                each.counts.revealed,
            )
            for each in reversed(releases)
        ),
    )
