"""Pages that say why there is nothing to show, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from indicators.access.permissions import Permission, PermissionDeniedError
from indicators.access.roles import ROLE_NAMES, ROLE_PERMISSIONS
from indicators.domain.core import LocalityKind
from indicators.domain.errors import UnknownIndicatorError, UserError
from indicators.domain.localities import Locality
from indicators.domain.periods import format_day
from indicators.figures.month_choice import MonthChoice
from indicators.reports.scope.viewer_scope import NO_SCOPE, OutOfScopeError
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView

KindWords = Mapping[LocalityKind, tuple[str, str]]
"""What one and many places of a kind are called."""

HOME = "Choose a team"
_CANNOT_BE_SHOWN = "This page cannot be shown"


class MessagePages:
    """The message pages of one site."""

    def __init__(self, render_page: Callable[..., PageView], *, has_uploads: bool) -> None:
        """`render_page` renders a template in the frame of every page."""
        self._render_page = render_page
        self._has_uploads = has_uploads

    def show(
        self,
        request: PageRequest,
        heading: str,
        what: str,
        *,
        remedy: str = "",
        command: str = "",
        links: Sequence[tuple[str, str]] = (),
        status: int = 200,
    ) -> PageView:
        """Return a page that says what is wrong and what to do. A heading has no full stop."""
        heading = heading.removesuffix(".")
        view = self._render_page(
            "message.html",
            request,
            title=heading,
            shown=None,
            heading=heading,
            what=what,
            remedy=remedy,
            command=command,
            links=links,
        )
        return replace(view, status=status)

    def show_no_such_page(self, request: PageRequest) -> PageView:
        return self.show(
            request,
            "There is no such page",
            f"There is nothing at {request.path}.",
            links=[_link_home(request, request.link("/"))],
            status=404,
        )

    def show_other_kind(
        self, request: PageRequest, place: Locality, kind: str, words: KindWords
    ) -> PageView:
        """Return the page for the code of a place below the word of another kind."""
        return self.show(
            request,
            f"There is no {words[LocalityKind(kind)][0]} “{place.code}”",
            f"{place.name} is a {words[place.kind][0]}.",
            links=[(place.name, request.link(f"/{place.kind}/{place.code}"))],
            status=404,
        )

    def show_sign_in(self, request: PageRequest, error: UserError) -> PageView:
        return self.show(request, "Sign in first", error.what, remedy=error.remedy, status=401)

    def show_no_figures(self, request: PageRequest) -> PageView:
        """Return the first page of someone whose roles show no figures."""
        return self.show(
            request,
            "Your account shows no figures",
            "Your roles do not include figures. What you may open is at the top of this page.",
            remedy="If you expected figures, ask your administrator for a role that shows them.",
            links=[("About the indicators", request.link("/about"))],
        )

    def show_no_scope(self, request: PageRequest) -> PageView:
        """Return the first page of someone whose account lacks its team or service."""
        return self.show(
            request,
            "Your account has no team yet",
            NO_SCOPE,
            remedy="Ask your administrator to enter your team or service.",
            links=[("About the indicators", request.link("/about"))],
        )

    def show_not_published(self, request: PageRequest, error: UserError) -> PageView:
        """Return the first page of someone who sees published figures, if there are none."""
        return self.show(
            request,
            "There are no figures to show",
            error.what,
            remedy=error.remedy,
            links=[("Why can’t I see more?", "/access"), ("Published figures", "/")],
        )

    def show_not_shared(self, request: PageRequest) -> PageView:
        """Return the page of figures of which nothing is ever published for sharing."""
        return self.show(
            request,
            "These figures are not shared",
            "Yearly outcomes, years compared and counts by year are no part of what is published.",
            remedy="Their months, quarters and years are on the pages of the places.",
            links=[("Why can’t I see more?", "/access"), _link_home(request, request.link("/"))],
        )

    def show_not_permitted(self, request: PageRequest, error: UserError) -> PageView:
        """Return the page for what the viewer may not see, with a link to the rule."""
        why = urlencode(
            {"place": error.place, "indicator": error.indicator}
            if isinstance(error, OutOfScopeError)
            else {}
        )
        return self.show(
            request,
            "You have no access to this page",
            error.what,
            remedy=_advise_manager(request, error) or error.remedy,
            links=[
                ("Why can’t I see this?", f"/access?{why}" if why else "/access"),
                _link_home(request, "/"),
            ],
            status=403,
        )

    def show_error(self, request: PageRequest, error: UserError) -> PageView:
        """Return the page for a place, indicator or choice that does not exist."""
        return self.show(
            request,
            _CANNOT_BE_SHOWN,
            error.what,
            remedy=error.remedy,
            links=[
                *([_link_about(request)] if isinstance(error, UnknownIndicatorError) else []),
                _link_home(request, request.link("/")),
            ],
            status=404,
        )

    def show_wrong_day(self, request: PageRequest, error: UserError) -> PageView:
        links = [("Show current figures", request.path)]
        return self._show_wrong_param(request, error, links)

    def show_wrong_month(self, request: PageRequest, error: UserError) -> PageView:
        links = [("The latest month", request.link(request.path))]
        return self._show_wrong_param(request, error, links)

    def show_far_month(self, request: PageRequest, error: UserError) -> PageView:
        return self.show(
            request,
            _CANNOT_BE_SHOWN,
            error.what,
            remedy=error.remedy,
            links=[("The latest month", request.link_here())],
            status=404,
        )

    def show_nothing_loaded(self, request: PageRequest) -> PageView:
        if day := request.reports.seen_on:
            return self.show(
                request,
                f"There were no figures on {format_day(day)}",
                "Nothing had been loaded by the end of that day.",
                links=[("Show current figures", request.path)],
                status=404,
            )
        may_load = Permission.LOAD_DATA in request.viewer.permissions
        uploads = [("Drop the files on the data page", "/data")] if self._has_uploads else []
        return self.show(
            request,
            "Nothing has been loaded yet",
            "The dashboard is ready, but no extract has been loaded into it.",
            remedy="Load the files the services sent, then come back to this page:"
            if may_load
            else "An analyst loads the files of the services.",
            command="" if self._has_uploads or not may_load else "python app.py load FILE...",
            links=[
                *(uploads if may_load else []),
                ("Try this page again", request.link(request.path)),
                _link_about(request),
            ],
        )

    def show_no_such_month(self, request: PageRequest, shown: MonthChoice) -> PageView:
        latest = shown.latest
        return self.show(
            request,
            f"There are no figures for {shown.shown.name}",
            "No service has sent an extract for this month.",
            remedy="Choose a month with figures, or load that month’s extracts.",
            links=[(f"Go to {latest.name}", request.link(request.path, latest))] if latest else [],
            status=404,
        )

    def _show_wrong_param(
        self, request: PageRequest, error: UserError, links: list[tuple[str, str]]
    ) -> PageView:
        return self.show(
            request, _CANNOT_BE_SHOWN, error.what, remedy=error.remedy, links=links, status=400
        )


def _advise_manager(request: PageRequest, error: UserError) -> str:
    """Return what to do for someone who gives the roles, or nothing: no other may help them."""
    if Permission.MANAGE_USERS not in request.viewer.permissions:
        return ""
    if not isinstance(error, PermissionDeniedError):
        return ""
    names = [ROLE_NAMES[role] for role, may in ROLE_PERMISSIONS.items() if error.permission in may]
    return f"It needs the role {' or '.join(names)}. You choose roles on the users page."


def _link_home(request: PageRequest, address: str) -> tuple[str, str]:
    """Return the link to home, which shows teams only to those who see figures."""
    sees_figures = Permission.VIEW_FIGURES in request.viewer.permissions
    return HOME if sees_figures else "Go to the first page", address


def _link_about(request: PageRequest) -> tuple[str, str]:
    return "About the indicators", request.link("/about")
