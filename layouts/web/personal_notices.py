"""What concerns the viewer alone, above the page: agreements that end, and a file with a fault."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from indicators.access.permissions import Permission, Viewer
from indicators.domain.periods import format_day
from indicators.domain.sharing.agreements import Agreements
from layouts.site import rendering
from layouts.text.labels import choose_plural

_RENEW = frozenset({Permission.LOAD_DATA, Permission.CHANGE_AGREEMENTS})
_CONCERNED = frozenset({Permission.VIEW_FIGURES, Permission.CHANGE_AGREEMENTS})


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence for the viewer. Urgent ones look like a warning and say so."""

    text: str
    is_urgent: bool = False


def render_notices(agreements: Agreements, viewer: Viewer, day: date) -> str:
    """Return the notices as markup, or "" without any.

    They are for analysts, administrators and people of the parties.
    """
    notices = list_notices(agreements, viewer, day)
    return rendering.render("personal_notices.html", notices=notices) if notices else ""


def list_notices(agreements: Agreements, viewer: Viewer, day: date) -> list[Notice]:
    """Return the notices, the agreement that ends first at the top."""
    renews = not viewer.permissions.isdisjoint(_RENEW)
    found = []
    if agreements.problem and not viewer.permissions.isdisjoint(_CONCERNED):
        text = "The sharing agreements cannot be read, so nobody is under one."
        found.append(Notice(text, is_urgent=True))
    for each in agreements.list_ending(day):
        if renews or viewer.organisation in each.parties:
            left = (each.until - day).days
            days = f"in {left} {choose_plural(left, 'day', 'days')}" if left else "today"
            text = f"The {each.name} ends {days}, on {format_day(each.until)}."
            found.append(Notice(text, each.is_urgent(day)))
    return found
