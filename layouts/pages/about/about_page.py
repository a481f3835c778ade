"""About: every definition, the rule, the sources."""

from indicators.domain.core import Kind
from layouts.site.site import Asked, Site, View


def register(site: Site) -> None:
    def show(asked: Asked) -> View:
        places = site.reports.places
        return site.page(
            "about.html",
            asked,
            title="About these figures",
            shown=None,
            catalogue=site.reports.catalogue,
            senders=list(site.reports.catalogue.services.values()),
            areas=places.of_kind(Kind.AREA),
            teams=places.of_kind(Kind.TEAM),
            hubs=places.of_kind(Kind.HUB),
            city_word=places.words[Kind.CITY][0],
            noted_places=[p for p in places.localities.values() if p.note],
        )

    site.add("/about", show)
