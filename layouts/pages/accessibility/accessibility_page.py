"""The accessibility statement: what is met, what is not, and who answers."""

from indicators.access.audience import Audience
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site


def register(site: Site) -> None:
    """Add the accessibility page."""

    def show(request: PageRequest) -> PageView:
        return site.frame.render_page(
            "accessibility.html", request, title="Accessibility", shown=None
        )

    site.add("/accessibility", show, needs=Audience.ANYONE)
