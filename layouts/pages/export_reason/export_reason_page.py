"""Export reason: asks why a file with exact small numbers is needed, before it is downloaded."""

from indicators.access.permissions import Permission
from indicators.domain.errors import UserError
from layouts.exports.gate.export_reasons import PATH, find_file_address
from layouts.pages.export_reason.reason_view import render_question
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site


def register(site: Site) -> None:
    """Show the page at /export-reason. It has a form, so it is not cached."""

    def show(request: PageRequest) -> PageView:
        address = find_file_address(request.query.get("for", ""))
        if not address:
            raise UserError(
                "The address does not name a file of this dashboard.",
                remedy="Start from the download links of a page.",
            )
        return render_question(site.frame, request, address, request.query.get("back", ""))

    site.add(PATH, show, needs=Permission.VIEW_FIGURES, asks=("for", "back"), cached=False)
