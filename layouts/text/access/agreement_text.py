"""Sharing agreements in words: their state, and what ends with them."""

from __future__ import annotations

from datetime import date

from indicators.domain.catalogue import Catalogue, name_agencies
from indicators.domain.periods import format_day
from indicators.domain.places import Places
from indicators.domain.sharing.agreements import Agreement, Agreements
from layouts.text.labels import join_names


def describe_state(agreement: Agreement, day: date) -> str:
    """Return whether an agreement is in force, and how long it still is if it ends soon."""
    if day < agreement.from_:
        return f"starts on {format_day(agreement.from_)}"
    if not agreement.is_in_force(day):
        return "ended"
    left = agreement.find_warning(day)
    if left is None:
        return "in force"
    return f"in force, ends in {left} {'day' if left == 1 else 'days'}" if left else "ends today"


def describe_agreement(agreement: Agreement, catalogue: Catalogue, places: Places) -> list[str]:
    """Return what an agreement says, a line for each part."""
    return [
        f"Parties: {join_names(agreement.parties)}",
        f"Covers {name_indicators(agreement, catalogue)}, {name_places(agreement, places)}",
        f"{format_day(agreement.from_)} to {format_day(agreement.until)}",
        f"Purpose: {agreement.purpose}",
        f"Approved by: {agreement.approver}",
    ]


def name_indicators(agreement: Agreement, catalogue: Catalogue) -> str:
    """Return the indicators that an agreement covers, and the records."""
    if not agreement.indicators:
        return "all indicators"
    known = catalogue.indicators
    return join_names(
        known[code].name if code in known else f"the record “{code}”"
        for code in agreement.indicators
    )


def name_places(agreement: Agreement, places: Places) -> str:
    """Return the places that an agreement covers."""
    if not agreement.places:
        return "all places"
    known = places.localities
    return join_names(known[code].name if code in known else code for code in agreement.places)


def name_party(code: str, agreements: Agreements, catalogue: Catalogue) -> str:
    """Return the full name of a party."""
    known = name_agencies(catalogue.services.values())
    known |= {each.code: each.name for each in agreements.organisations}
    known |= {each.code: f"{each.name} (withdrawn)" for each in agreements.withdrawn}
    return known.get(code, code)


def list_losses(
    agreement: Agreement, agreements: Agreements, catalogue: Catalogue, places: Places
) -> list[str]:
    """Return, for each party, the exact figures that it no longer sees after the end."""
    lost = []
    for party, ending in agreements.list_lost(agreement):
        covered = set(ending.indicators or catalogue.indicators)
        gone = [
            indicator.name
            for code, indicator in catalogue.indicators.items()
            if code in covered and catalogue.services[indicator.service].agency != party
        ]
        if gone:
            name, where = name_party(party, agreements, catalogue), name_places(ending, places)
            lost.append(f"{name}: {join_names(gone)}, at {where}")
    return lost
