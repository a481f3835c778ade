"""About: the rule, the method, every definition and its sources."""

from indicators.access.audience import Audience
from indicators.domain.core import LocalityKind
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text.glossary import GLOSSARY


def register(site: Site) -> None:
    """Add the about page."""

    def show(request: PageRequest) -> PageView:
        places = site.reports.places
        return site.frame.render_page(
            "about.html",
            request,
            title="About these figures",
            shown=None,
            catalogue=site.reports.catalogue,
            senders=list(site.reports.catalogue.services.values()),
            areas=places.list_by_kind(LocalityKind.AREA),
            teams=places.list_by_kind(LocalityKind.TEAM),
            hubs=places.list_by_kind(LocalityKind.HUB),
            city_word=places.words[LocalityKind.CITY][0],
            glossary=GLOSSARY,
            noted_places=[p for p in places.localities.values() if p.note],
        )

    site.add("/about", show, needs=Audience.SIGNED_IN)
