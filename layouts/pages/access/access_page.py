"""Access: what someone sees, and the rule that decided, for any indicator and place."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.access.audience import Audience
from indicators.access.permissions import Permission, Viewer
from indicators.access.roles import ROLE_NAMES, Role, build_viewer
from indicators.access.row_access import decide_row
from indicators.accounts.user_finder import describe_person
from indicators.domain.core import LocalityKind
from indicators.domain.errors import UserError
from indicators.domain.people.users import User
from indicators.reports.scope.viewer_scope import ViewerScope
from layouts.site.current_user import find_current_user
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text.access import access_text

PATH = "/access"
KINDS = (LocalityKind.AREA, LocalityKind.TEAM, LocalityKind.HUB, LocalityKind.CITY)


@dataclass(frozen=True, slots=True)
class AccountInView:
    """The account that is explained: the viewer it makes, and its roles if they are known."""

    viewer: Viewer
    roles: tuple[str, ...]


def register(site: Site) -> None:
    """Add the page. It is about one person, so it is not cached."""

    def show(request: PageRequest) -> PageView:
        catalogue, places = site.reports.catalogue, site.reports.places
        agreements = site.find_agreements()
        users = _list_users(site, request.viewer)
        found = _find_account(site, request, users)
        scope = ViewerScope(found.viewer, catalogue, places)
        indicator, place = request.query.get("indicator", ""), request.query.get("place", "")
        return site.frame.render_page(
            "access.html",
            request,
            title="Why can’t I see this?",
            shown=None,
            found=found,
            is_other=found.viewer is not request.viewer,
            organisation=found.viewer.organisation or "none",
            users=users,
            user=request.query.get("user", ""),
            statements=access_text.list_statements(scope, agreements),
            decision=access_text.explain_row(
                decide_row(
                    found.viewer,
                    indicator,
                    catalogue.indicator(indicator).service,
                    places[place].code,
                ),
                scope,
                agreements,
                (catalogue.indicator(indicator).name, places[place].name),
            )
            if indicator and place
            else "",
            indicators=list(catalogue.indicators.values()),
            groups=[(places.words[k][1].capitalize(), places.list_by_kind(k)) for k in KINDS],
            indicator=indicator,
            place=place,
        )

    asks = ("user", "indicator", "place")
    site.add(PATH, show, needs=Audience.SIGNED_IN, asks=asks, cached=False)


def _list_users(site: Site, viewer: Viewer) -> dict[str, User]:
    """Return the users that the viewer may ask about, by their numbers."""
    if site.directory is None or Permission.MANAGE_USERS not in viewer.permissions:
        return {}
    return {str(user.id): user for user in site.directory.list_users()}


def _find_account(site: Site, request: PageRequest, users: dict[str, User]) -> AccountInView:
    asked = request.query.get("user", "")
    if asked and site.directory:
        if asked not in users:
            raise UserError(f"There is no user number {asked}.", remedy="Choose one from the list.")
        user = users[asked]
        person = describe_person(user.details, user.id)
        viewer = build_viewer(person, site.directory.find_context(), request.day)
        return AccountInView(viewer, _name_roles(user))
    current = find_current_user()
    return AccountInView(request.viewer, _name_roles(current.user) if current else ())


def _name_roles(user: User) -> tuple[str, ...]:
    return tuple(ROLE_NAMES[Role(role)] for role in user.details.roles if role in list(Role))
