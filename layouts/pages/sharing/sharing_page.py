"""Sharing: choose a month to check before it is published, and see what was published."""

from indicators.access.permissions import Permission
from indicators.reports.overview.more_headings import group_by_heading
from layouts.pages.sharing.sharing_address import INDICATOR, PATH
from layouts.pages.sharing.sharing_tables import make_release_tables
from layouts.site.flash_messages import read_messages
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text import load_labels
from layouts.text.labels import lower_first
from layouts.text.workflow import release_text


def register(site: Site) -> None:
    """Show the page at /sharing. It shows what became of a form, so it is not cached."""

    def show(request: PageRequest) -> PageView:
        months = site.reports.find_months(request.month)
        if months is None:
            return site.messages.show_nothing_loaded(request)
        not_released = group_by_heading(site.reports.catalogue)
        return site.frame.render_page(
            "sharing.html",
            request,
            title="Sharing",
            shown=None,
            messages=read_messages(),
            not_released=[lower_first(heading) for heading in not_released],
            first_not_released=next((group[0].code for group in not_released.values()), ""),
            months=list(reversed(months.available)),
            releases=list(reversed(site.reports.release_ledger.list_releases())),
            describe_counts=release_text.describe_counts,
            format_moment=load_labels.format_moment,
        )

    site.add(
        PATH,
        show,
        needs=Permission.PREVIEW_RELEASE,
        asks=(INDICATOR,),
        cached=False,
        tables=make_release_tables(site),
    )
