"""Agreements: the register of sharing agreements, and what ends soon."""

from __future__ import annotations

from indicators.access.audience import Audience
from indicators.access.permissions import Permission
from indicators.domain.periods import format_day
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text.access import agreement_text
from layouts.text.page_table import PageTable

PATH = "/agreements"
REGISTER = "agreements"


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
            may_download=Permission.VIEW_FIGURES in request.viewer.permissions,
            format_day=format_day,
            ending=[
                (each, agreement_text.list_losses(each, agreements, catalogue, places))
                for each in agreements.list_ending(day)
            ],
        )

    def build_table(request: PageRequest) -> PageTable:
        catalogue, places = site.reports.catalogue, site.reports.places
        agreements = site.find_agreements()
        return PageTable(
            title="Sharing agreements",
            name="sharing-agreements",
            period=f"State on {format_day(request.day)}",
            headings=(
                *("Agreement", "Parties", "Indicators", "Places", "Purpose"),
                *("Approved by", "From", "Until", "State"),
            ),
            rows=tuple(
                (
                    each.name,
                    "; ".join(
                        agreement_text.name_party(party, agreements, catalogue)
                        for party in each.parties
                    ),
                    agreement_text.name_indicators(each, catalogue),
                    agreement_text.name_places(each, places),
                    each.purpose,
                    each.approver,
                    format_day(each.from_),
                    format_day(each.until),
                    agreement_text.describe_state(each, request.day),
                )
                for each in agreements.agreements
            ),
        )

    tables = {REGISTER: build_table}
    site.add(PATH, show, needs=Audience.SIGNED_IN, cached=False, tables=tables)
