"""Set up: guides an administrator from an empty database to the files of a council."""

from __future__ import annotations

from collections.abc import Callable

from indicators.access.permissions import Permission
from indicators.reports.council_setup.setup_book import SetUpState
from layouts.pages.setup.setup_steps import PATH
from layouts.pages.setup.setup_view import list_rows
from layouts.site.flash_messages import read_messages
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text import load_labels


def register(site: Site) -> None:
    """Add the list of steps; where DATA_FOLDER names the files, a page that says so."""
    book = site.setup_book
    if book is None:
        site.add(PATH, _build_refusal(site), needs=Permission.SET_UP_COUNCIL)
        return

    def show_list(request: PageRequest) -> PageView:
        return site.frame.render_page(
            "setup.html",
            request,
            title="Set up your council",
            shown=None,
            messages=read_messages(),
            state=book.find_state(),
            states=SetUpState,
            rows=list_rows(book),
            finished=book.find_finished(),
            format_moment=load_labels.format_moment,
        )

    site.add(PATH, show_list, needs=Permission.SET_UP_COUNCIL, cached=False)


def _build_refusal(site: Site) -> Callable[[PageRequest], PageView]:
    def refuse(request: PageRequest) -> PageView:
        what = "This council is in files, so nothing is set up in the browser."
        remedy = (
            "Change the files in the folder that DATA_FOLDER names. To set up a council here, "
            "start on an empty database without DATA_FOLDER."
        )
        return site.messages.show(request, what, remedy)

    return refuse
