"""The site: which address shows which page, each rendered once for each version of the data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache, partial
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from dash.development.base_component import Component
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule

from indicators.access.permissions import PermissionDeniedError, Viewer
from indicators.domain.core import AreaBasis, LocalityKind
from indicators.domain.errors import UserError
from indicators.domain.periods import Month, format_day, parse_day
from indicators.ports.profile_drafts import ProfileBuilderService
from indicators.ports.upload_service import UploadService
from indicators.reports.base import Reports
from indicators.reports.models import MonthChoice
from layouts.site import rendering
from layouts.site.markup_component import Markup

PAGE = "page-markup"
_CACHED_VIEWS = 1024


@dataclass(frozen=True, slots=True)
class PageRequest:
    """What was asked for: the address, the month in it if any, who asks, and the reports to ask,
    which look back where a past day was asked for, through the lens that was asked for.

    `query` holds what the page itself may be asked, such as its filters.
    """

    path: str
    month: Month | None
    viewer: Viewer
    reports: Reports
    query: Mapping[str, str] = field(default_factory=dict)

    @property
    def by(self) -> LocalityKind | None:
        """The kind of place that a page is to list, where its address names one."""
        named = self.query.get("by", "")
        return LocalityKind(named) if named in list(LocalityKind) else None

    def link(self, path: str, month: Month | None = None, **query: str) -> str:
        """An address with the month, the day that is looked back to, the lens, and a query."""
        lens = self.reports.lens
        every = {
            "month": month,
            "as_at": self.reports.seen_on,
            "areas": None if lens is AreaBasis.AS_IT_WAS else lens,
        } | query
        told = urlencode({name: str(value) for name, value in every.items() if value})
        return f"{path}?{told}" if told else path

    def link_here(self, month: Month | None = None, **query: str) -> str:
        """This very view, with another month or with parts of its query changed; "" drops one."""
        return self.link(self.path, month or self.month, **{**self.query, **query})


@dataclass(frozen=True, slots=True)
class PageView:
    """A page as it is shown: what stands in the first response and in the live page alike."""

    title: str
    body: tuple[Component, ...]
    status: int = 200

    @property
    def html(self) -> str:
        """The markup in it; live parts such as charts come with the live page."""
        return "".join(part.html for part in self.body if isinstance(part, Markup))


Shows = Callable[..., PageView]


@dataclass(frozen=True, slots=True)
class RegisteredPage:
    """What a page's file registers: how it is shown, which of the query it is asked (anything else
    in an address changes nothing), and whether it is the same for all until the data changes.
    """

    show: Shows
    asks: tuple[str, ...]
    cached: bool


@dataclass(frozen=True, slots=True)
class ViewKey:
    """One view as it is kept: everything that may change what it shows."""

    version: int
    day: date | None
    path: str
    month: str
    areas: str
    query: tuple[tuple[str, str], ...]
    viewer: Viewer


class Site:
    """The pages by address. A page's file registers itself with `add`."""

    def __init__(
        self,
        reports: Reports,
        desk: UploadService | None = None,
        drafting: ProfileBuilderService | None = None,
    ) -> None:
        """Without a `desk` figures are shown, and no file comes in; without `drafting` nobody says
        in the browser how one is read.
        """
        self.reports = reports
        self.desk = desk
        self.drafting = drafting
        self.rules = Map(strict_slashes=False)
        self.pages: dict[str, RegisteredPage] = {}
        self._cached = lru_cache(_CACHED_VIEWS)(self._show)

    def add(
        self, rule: str, show: Shows, *, asks: tuple[str, ...] = (), cached: bool = True
    ) -> None:
        """Show what `show(asked, **parts of the address)` gives at addresses like `rule`."""
        name = f"{show.__module__}.{rule}"
        self.rules.add(Rule(rule, endpoint=name))
        self.pages[name] = RegisteredPage(show, asks, cached)

    def _page_at(self, path: str) -> tuple[RegisteredPage, Mapping[str, Any]] | None:
        try:
            name, parts = self.rules.bind("").match(path)
        except HTTPException:
            return None
        return self.pages[name], parts

    def view(self, path: str, query: Mapping[str, str], viewer: Viewer) -> PageView:
        """The page at an address, from the cache where the data has not changed."""
        as_at = query.get("as_at", "")
        try:
            day = parse_day(as_at) if as_at else None
        except UserError as error:
            return self.show_message(
                PageRequest(path, None, viewer, self.reports),
                "This page cannot be shown",
                error.what,
                remedy=error.remedy,
                links=[("This page as it is now", path)],
                status=400,
            )
        wanted = self._wanted(path, query, viewer, day)
        found = self._page_at(path)
        return self._cached(wanted) if not found or found[0].cached else self._show(wanted)

    def parse_request(self, path: str, query: Mapping[str, str], viewer: Viewer) -> PageRequest:
        """What is asked for at an address, for an answer that is no page: a file, say. UserError
        for a month or a day that is none.
        """
        day = parse_day(query["as_at"]) if query.get("as_at") else None
        wanted = self._wanted(path, query, viewer, day)
        return _with_month(self._asked(wanted), wanted)

    def _wanted(
        self, path: str, query: Mapping[str, str], viewer: Viewer, day: date | None
    ) -> ViewKey:
        found = self._page_at(path)
        asks = found[0].asks if found else ()
        return ViewKey(
            self.reports.as_at(day).version(),
            day,
            path,
            query.get("month", ""),
            query.get("areas", ""),
            tuple((name, query[name]) for name in asks if query.get(name)),
            viewer,
        )

    def _asked(self, wanted: ViewKey) -> PageRequest:
        """What is wanted, but for the month, which may be none."""
        reports = self.reports.after(wanted.version, wanted.day) if wanted.day else self.reports
        if wanted.areas in list(AreaBasis):
            reports = reports.with_area_basis(AreaBasis(wanted.areas))
        return PageRequest(wanted.path, None, wanted.viewer, reports, dict(wanted.query))

    def _show(self, wanted: ViewKey) -> PageView:
        path, asked, found = wanted.path, self._asked(wanted), self._page_at(wanted.path)
        if found is None:
            return self.show_message(
                asked,
                "There is no such page",
                f"Nothing is kept at {path}.",
                links=[(HOME, asked.link("/"))],
                status=404,
            )
        page, parts = found
        try:
            asked = _with_month(asked, wanted)
            return page.show(asked, **parts)
        except PermissionDeniedError as error:
            return self.show_message(
                asked, "This page is not open to you", error.what, remedy=error.remedy, status=403
            )
        except UserError as error:
            month_is_wrong = bool(wanted.month) and not asked.month
            return self.show_message(
                asked,
                "This page cannot be shown",
                error.what,
                remedy=error.remedy,
                links=[("The latest month", asked.link(path))]
                if month_is_wrong
                else [(HOME, asked.link("/"))],
                status=400 if month_is_wrong else 404,
            )

    def page(
        self,
        template: str,
        asked: PageRequest,
        *,
        title: str,
        shown: MonthChoice | None,
        **context: Any,
    ) -> PageView:
        """A page from a template, in the page frame, with the month in view in its links."""
        return PageView(
            title, (Markup(id=PAGE, html=self._html(template, asked, title, shown, context)),)
        )

    def show_message(
        self,
        asked: PageRequest,
        heading: str,
        what: str,
        *,
        remedy: str = "",
        command: str = "",
        links: list[tuple[str, str]] | None = None,
        status: int = 200,
    ) -> PageView:
        """A page that says what is the matter and what to do."""
        context = {
            "heading": heading,
            "what": what,
            "remedy": remedy,
            "command": command,
            "links": links or [],
        }
        html = self._html("message.html", asked, heading, None, context)
        return PageView(heading, (Markup(id=PAGE, html=html),), status)

    def show_nothing_loaded(self, asked: PageRequest) -> PageView:
        again, about = asked.link(asked.path), asked.link("/about")
        if day := asked.reports.seen_on:
            return self.show_message(
                asked,
                f"Nothing had been loaded by {format_day(day)}",
                "The dashboard held no figures at the end of that day.",
                links=[("This page as it is now", asked.path)],
                status=404,
            )
        return self.show_message(
            asked,
            "Nothing has been loaded yet",
            "The dashboard is ready, but no extract has been loaded into it.",
            remedy="Load the files the services sent, then come back to this page:",
            command="" if self.desk else "python app.py load FILE...",
            links=[
                *([("Drop the files on the data page", "/data")] if self.desk else []),
                ("Try this page again", again),
                ("What the indicators are", about),
            ],
        )

    def show_no_such_month(self, asked: PageRequest, shown: MonthChoice) -> PageView:
        latest = shown.latest
        return self.show_message(
            asked,
            f"There are no figures for {shown.shown.name}",
            "No service has sent an extract for this month.",
            remedy="Choose a month that has figures, or load that month’s extracts.",
            links=[(f"Go to {latest.name}", asked.link(asked.path, latest))] if latest else [],
            status=404,
        )

    def _html(
        self,
        template: str,
        asked: PageRequest,
        title: str,
        shown: MonthChoice | None,
        context: Mapping[str, Any],
    ) -> str:
        catalogue, places = self.reports.catalogue, self.reports.places
        month = shown.shown if shown else asked.month
        day = asked.reports.seen_on
        heading = f"{title}, {shown.shown.name}" if shown else title
        return rendering.render(
            template,
            title=f"{heading} – {catalogue.programme.name}",
            path=asked.path,
            address=asked.link_here(month),
            at=asked.link_here,
            now=replace(asked, reports=self.reports.with_area_basis(asked.reports.lens)).link_here(
                month
            ),
            link=partial(asked.link, month=month),
            month_query=asked.link("", month),
            and_view=asked.link("").replace("?", "&", 1),
            kept=self._kept(asked),
            month=month,
            as_at=day,
            todays=asked.reports.today(),
            programme=catalogue.programme,
            services=catalogue.dashboard_services,
            city=places.city,
            kind_words=places.words,
            area_words=places.words[
                LocalityKind.AREA if places.list_by_kind(LocalityKind.AREA) else LocalityKind.CITY
            ][1],
            navigation=self._navigation(asked.path),
            synthetic=asked.reports.has_synthetic(),
            **context,
        )

    @staticmethod
    def _kept(asked: PageRequest) -> dict[str, str]:
        """What a form on the page hands on beside its own fields, so that the view stays."""
        view = parse_qsl(urlsplit(asked.link("")).query)
        return {**dict(view), **asked.query}

    def _navigation(self, path: str) -> list[dict[str, Any]]:
        chosen = self.reports.places.words[self.reports.home_kind][1].capitalize()
        services = self.reports.catalogue.dashboard_services
        links = [
            (chosen, "/"),
            ("Compare", "/compare"),
            *((s.name, f"/service/{s.code}") for s in services),
            ("Outcomes", "/outcomes"),
            ("Data", "/data"),
            ("About", "/about"),
        ]
        return [
            {"name": name, "path": to, "current": to == path}
            for name, to in links
            if self._page_at(to)
        ]


def _with_month(asked: PageRequest, wanted: ViewKey) -> PageRequest:
    return replace(asked, month=Month.parse(wanted.month) if wanted.month else None)


HOME = "Choose a team"
