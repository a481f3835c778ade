"""The site: which address shows which page, each rendered once for each version of the data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from dash.development.base_component import Component
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule

from indicators.errors import UserError
from indicators.model import Kind, Viewer
from indicators.periods import Month, day_name, parse_day
from indicators.reports import Months, Reports
from layouts import markup
from layouts.component import Markup

PAGE = "page-markup"
_CACHED_VIEWS = 1024


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: the address, the month in it if any, who asks, and the reports to ask,
    which look back where a past day was asked for."""

    path: str
    month: Month | None
    viewer: Viewer
    reports: Reports

    def link(self, path: str, month: Month | None = None) -> str:
        """An address with the month, and with the day that is looked back to."""
        query = {"month": month, "as_at": self.reports.seen_on}
        told = urlencode({name: str(value) for name, value in query.items() if value})
        return f"{path}?{told}" if told else path


@dataclass(frozen=True, slots=True)
class View:
    """A page as it is shown: what stands in the first response and in the live page alike."""

    title: str
    body: tuple[Component, ...]
    status: int = 200

    @property
    def html(self) -> str:
        """The markup in it; live parts such as charts come with the live page."""
        return "".join(part.html for part in self.body if isinstance(part, Markup))


Shows = Callable[..., View]


class Site:
    """The pages by address. A page's file registers itself with `add`."""

    def __init__(self, reports: Reports) -> None:
        self.reports = reports
        self.rules = Map(strict_slashes=False)
        self.pages: dict[str, Shows] = {}
        self._cached = lru_cache(_CACHED_VIEWS)(self._show)

    def add(self, rule: str, show: Shows) -> None:
        """Show what `show(asked, **parts of the address)` gives at addresses like `rule`."""
        name = f"{show.__module__}.{rule}"
        self.rules.add(Rule(rule, endpoint=name))
        self.pages[name] = show

    def view(self, path: str, query: Mapping[str, str], viewer: Viewer) -> View:
        """The page at an address, from the cache where the data has not changed."""
        as_at, month = query.get("as_at", ""), query.get("month", "")
        try:
            day = parse_day(as_at) if as_at else None
        except UserError as error:
            return self.message(
                Asked(path, None, viewer, self.reports),
                "This page cannot be shown",
                error.what,
                remedy=error.remedy,
                links=[("This page as it is now", path)],
                status=400,
            )
        return self._cached(self.reports.as_at(day).version(), day, path, month, viewer)

    def _show(self, version: int, day: date | None, path: str, month: str, viewer: Viewer) -> View:
        reports = self.reports.after(version, day) if day else self.reports
        asked = Asked(path, None, viewer, reports)
        try:
            name, parts = self.rules.bind("").match(path)
        except HTTPException:
            return self.message(
                asked,
                "There is no such page",
                f"Nothing is kept at {path}.",
                links=[(HOME, asked.link("/"))],
                status=404,
            )
        try:
            asked = Asked(path, Month.parse(month) if month else None, viewer, reports)
            return self.pages[name](asked, **parts)
        except UserError as error:
            return self.message(
                asked,
                "This page cannot be shown",
                error.what,
                remedy=error.remedy,
                links=[("The latest month", asked.link(path))]
                if month and not asked.month
                else [(HOME, asked.link("/"))],
                status=400 if month and not asked.month else 404,
            )

    def page(
        self, template: str, asked: Asked, *, title: str, shown: Months | None, **context: Any
    ) -> View:
        """A page from a template, in the page frame, with the month in view in its links."""
        return View(
            title, (Markup(id=PAGE, html=self._html(template, asked, title, shown, context)),)
        )

    def message(
        self,
        asked: Asked,
        heading: str,
        what: str,
        *,
        remedy: str = "",
        command: str = "",
        links: list[tuple[str, str]] | None = None,
        status: int = 200,
    ) -> View:
        """A page that says what is the matter and what to do."""
        context = {
            "heading": heading,
            "what": what,
            "remedy": remedy,
            "command": command,
            "links": links or [],
        }
        html = self._html("message.html", asked, heading, None, context)
        return View(heading, (Markup(id=PAGE, html=html),), status)

    def nothing_loaded(self, asked: Asked) -> View:
        again, about = asked.link(asked.path), asked.link("/about")
        if day := asked.reports.seen_on:
            return self.message(
                asked,
                f"Nothing had been loaded by {day_name(day)}",
                "The dashboard held no figures at the end of that day.",
                links=[("This page as it is now", asked.path)],
                status=404,
            )
        return self.message(
            asked,
            "Nothing has been loaded yet",
            "The dashboard is ready, but no extract has been loaded into it.",
            remedy="Load the files the services sent, then come back to this page:",
            command="python app.py load FILE...",
            links=[("Try this page again", again), ("What the indicators are", about)],
        )

    def no_such_month(self, asked: Asked, shown: Months) -> View:
        latest = shown.latest
        return self.message(
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
        asked: Asked,
        title: str,
        shown: Months | None,
        context: Mapping[str, Any],
    ) -> str:
        catalogue, places = self.reports.catalogue, self.reports.places
        month = shown.shown if shown else asked.month
        day = asked.reports.seen_on
        heading = f"{title}, {shown.shown.name}" if shown else title
        return markup.render(
            template,
            title=f"{heading} – {catalogue.programme.name}",
            path=asked.path,
            address=asked.link(asked.path, month),
            month_query=asked.link("", month),
            month=month,
            as_at=day,
            and_as_at=f"&as_at={day}" if day else "",
            programme=catalogue.programme,
            services=list(catalogue.services.values()),
            city=places.city,
            area_words=places.words[Kind.AREA if places.of_kind(Kind.AREA) else Kind.CITY][1],
            navigation=self._navigation(asked.path),
            synthetic=asked.reports.synthetic(),
            **context,
        )

    def _navigation(self, path: str) -> list[dict[str, Any]]:
        city = self.reports.places.city
        chosen = self.reports.places.words[self.reports.home_kind][1].capitalize()
        links = [(chosen, "/"), (city.name, markup.place_path(city))]
        services = self.reports.catalogue.services.values()
        links[1:1] = [(s.name, f"/service/{s.code}") for s in services]
        links.append(("About", "/about"))
        return [{"name": n, "path": p, "current": p == path} for n, p in links]


HOME = "Choose a team"
