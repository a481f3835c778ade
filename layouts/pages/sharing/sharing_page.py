"""Sharing: choose a month to check before it is published, and see what was published."""

from indicators.access.permissions import Permission
from layouts.pages.sharing.sharing_address import PATH
from layouts.site.flash_messages import read_messages
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text import load_labels
from layouts.text.workflow import release_text


def register(site: Site) -> None:
    """Show the page at /sharing. It shows what became of a form, so it is not cached."""

    def show(request: PageRequest) -> PageView:
        months = site.reports.find_months(request.month)
        if months is None:
            return site.messages.show_nothing_loaded(request)
        return site.frame.render_page(
            "sharing.html",
            request,
            title="Sharing",
            shown=None,
            messages=read_messages(),
            months=list(reversed(months.available)),
            releases=list(reversed(site.reports.release_ledger.list_releases())),
            describe_counts=release_text.describe_counts,
            format_moment=load_labels.format_moment,
        )

    site.add(PATH, show, needs=Permission.PREVIEW_RELEASE, cached=False)
