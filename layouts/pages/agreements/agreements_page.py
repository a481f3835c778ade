"""Agreements: the register of sharing agreements, and what ends soon."""

from __future__ import annotations

from indicators.access.audience import Audience
from indicators.domain.periods import format_day
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text.access import agreement_text

PATH = "/agreements"


def register(site: Site) -> None:
    """Add the page. The file can change at any moment, so it is not cached."""

    def show(request: PageRequest) -> PageView:
        catalogue, places = site.reports.catalogue, site.reports.places
        agreements = site.find_agreements()
        day = request.day
        return site.frame.render_page(
            "agreements.html",
            request,
            title="Sharing agreements",
            shown=None,
            agreements=agreements,
            catalogue=catalogue,
            places=places,
            day=day,
            agreement_text=agreement_text,
            format_day=format_day,
            ending=[
                (each, agreement_text.list_losses(each, agreements, catalogue, places))
                for each in agreements.list_ending(day)
            ],
        )

    site.add(PATH, show, needs=Audience.SIGNED_IN, cached=False)
