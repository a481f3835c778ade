"""Comments: what people say about the figures of an indicator in a place, by month."""

from indicators.access.permissions import Permission
from indicators.reports.overview.comment_book import CommentBook
from layouts.pages.comments.comment_view import render_comments
from layouts.site.flash_messages import read_messages
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site


def register(site: Site) -> None:
    """Show the page at /indicator/<code>/comments. It has a form, so it is not cached."""

    def show(request: PageRequest, code: str) -> PageView:
        book = CommentBook(request.reports, code, request.query.get("place", ""), request.viewer)
        return render_comments(site.frame, request, book, read_messages())

    site.add(
        "/indicator/<code>/comments",
        show,
        needs=Permission.COMMENT_ON_FIGURES,
        asks=("place",),
        cached=False,
    )
