"""The frame around every page: header, navigation, notes on the data, footer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from indicators.access.permissions import Permission, Viewer
from indicators.domain.catalogue import Catalogue, Programme
from indicators.domain.core import LocalityKind
from indicators.domain.periods import Month
from indicators.figures.month_choice import MonthChoice
from indicators.reports.base import Reports
from layouts.site import rendering
from layouts.site.markup_component import Markup
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PAGE, PageView
from layouts.text import labels
from layouts.text.access import access_text
from layouts.text.area_basis_text import find_draft_fault, name_area_basis

_PARTS = {
    **{f"/{kind}": "/" for kind in LocalityKind},
    "/search": "/",
    "/side-by-side": "/compare",
    "/changes": "/compare",
    "/cohort": "/outcomes",
    "/access": "/about",
    "/accessibility": "/about",
    "/agreements": "/about",
    "/organisations": "/agreements",
    "/working-group": "/compare",
    "/escalations": "/actions",
    "/meetings": "/actions",
    "/feedback": "/records",
    "/surveys": "/records",
}
"""The entry of the menu that pages with an address of another beginning belong to."""


class PageFrame:
    """Renders templates that extend `frame.html`."""

    def __init__(
        self,
        find_reports: Callable[[], Reports],
        is_open: Callable[[str, Viewer], bool],
        is_set_up_due: Callable[[Viewer], bool],
        find_programme: Callable[[], Programme],
    ) -> None:
        """Make the frame of a site.

        `is_open(path, viewer)` says whether the navigation links to a page; `is_set_up_due(viewer)`
        whether every page asks to set up the council, and `find_programme()` what it is called.
        """
        self._find_reports = find_reports
        self._is_open, self._is_set_up_due = is_open, is_set_up_due
        self._find_programme = find_programme

    def render_page(
        self,
        template: str,
        request: PageRequest,
        *,
        title: str,
        shown: MonthChoice | None,
        **context: Any,
    ) -> PageView:
        """Return a page from a template; its links keep the month that is shown."""
        now = self._find_reports()
        catalogue, places, programme = now.catalogue, now.places, self._find_programme()
        scope = request.reports.for_viewer(request.viewer).scope
        month = shown.shown if shown else request.month
        todays = None if scope.sees_only_published else request.reports.find_basis_month()
        named = (
            title,
            shown.shown.name if shown else "",
            labels.lower_first(name_area_basis(request.reports)) if todays else "",
            labels.lower_first(labels.label_as_at(request.reports.seen_on))
            if request.reports.seen_on
            else "",
        )
        # A view has a title of its own, and the same with and without scripts.
        full_title = f"{', '.join(filter(None, named))} – {programme.name}"
        html = rendering.render(
            template,
            title=full_title,
            path=request.path,
            address=request.link_here(month),
            at=request.link_here,
            now=_link_now(request, now, month),
            link=partial(request.link, month=month),
            month_query=request.link("", month),
            and_view=request.link("").replace("?", "&", 1),
            kept=_list_hidden_fields(request),
            month=month,
            today=request.today,
            as_at=request.reports.seen_on,
            notice=request.notice,
            set_up_due=self._is_set_up_due(request.viewer),
            todays=todays,
            rehearsal=request.reports.settings_key.draft,
            rehearsal_fault=find_draft_fault(request.reports),
            programme=programme,
            services=catalogue.dashboard_services,
            city=places.city,
            agency_names=catalogue.agencies,
            kind_words=places.words,
            area_words=places.words[
                LocalityKind.AREA if places.list_by_kind(LocalityKind.AREA) else LocalityKind.CITY
            ][1],
            navigation=self._build_navigation(request, now),
            published_only=scope.sees_only_published,
            published=access_text.describe_published(scope),
            seen=access_text.describe_scope(scope),
            no_agreement=access_text.NO_AGREEMENT,
            permissions=request.viewer.permissions,
            sees_figures=Permission.VIEW_FIGURES in request.viewer.permissions,
            can_act=Permission.EDIT_ACTIONS in request.viewer.permissions,
            synthetic=request.reports.has_synthetic(),
            **context,
        )
        return PageView(full_title, (Markup(id=PAGE, html=html),))

    def _build_navigation(self, request: PageRequest, now: Reports) -> list[dict[str, Any]]:
        path, viewer = request.path, request.viewer
        shown = request.reports.for_viewer(viewer)
        chosen = now.places.words[now.home_kind][1].capitalize()
        links = [
            ("Compare", "/compare"),
            ("Actions", "/actions"),
            ("Records", "/records"),
            *((s.name, f"/service/{s.code}") for s in shown.catalogue.dashboard_services),
            ("Outcomes", "/outcomes"),
            ("Data", "/data"),
            ("Sharing", "/sharing"),
            *_list_agreements(viewer),
            ("About", "/about"),
            ("Audit log", "/audit"),
            ("Settings", "/settings"),
            ("Status", "/status"),
            ("Set up", "/setup"),
        ]
        entries = _list_first(viewer, chosen)
        entries += [(name, to) for name, to in links if self._is_open(to, viewer)]
        part = _find_part(path, {to for _, to in entries}, now.catalogue)
        return [
            {"name": name, "path": to, "current": _choose_current(path, to, part)}
            for name, to in entries
        ]


def _list_first(viewer: Viewer, chosen: str) -> list[tuple[str, str]]:
    """Return the entry of home; without figures home leads on, for administrators to the users."""
    if Permission.VIEW_FIGURES in viewer.permissions:
        return [(chosen, "/")]
    return [("Users", "/users")] if Permission.MANAGE_USERS in viewer.permissions else []


def _list_agreements(viewer: Viewer) -> list[tuple[str, str]]:
    """Return the entry for those who may change agreements; others find them in About."""
    may_change = Permission.CHANGE_AGREEMENTS in viewer.permissions
    return [("Agreements", "/agreements")] if may_change else []


def _find_part(path: str, entries: set[str], catalogue: Catalogue) -> str:
    """Return the entry that a page belongs to: an indicator, to the page of its service."""
    first, _, rest = path[1:].partition("/")
    beginning = f"/{first}"
    if path in entries or beginning in entries:
        return path if path in entries else beginning
    if beginning == "/indicator" and (indicator := catalogue.indicators.get(rest)):
        service = f"/service/{indicator.service}"
        return service if service in entries else "/outcomes"
    return _PARTS.get(beginning, "")


def _choose_current(path: str, entry: str, part: str) -> str:
    """Return `aria-current` of an entry of the menu: the page itself, or the part it is in."""
    if entry != part:
        return ""
    return "page" if path == entry else "true"


def _list_hidden_fields(request: PageRequest) -> dict[str, str]:
    """Return what a form sends next to its own fields, so that the view stays the same."""
    view = parse_qsl(urlsplit(request.link("")).query)
    return {**dict(view), **request.query}


def _link_now(request: PageRequest, now: Reports, month: Month | None) -> str:
    """Return the address of this view without a past day."""
    return replace(request, reports=now.with_area_basis(request.reports.area_basis)).link_here(
        month
    )
