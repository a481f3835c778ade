"""Refuses what the viewer may not use, and every address that does not say who may use it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import flask
from werkzeug.routing import Rule
from werkzeug.wrappers import Response

from indicators.access.audience import Audience, Need, check_need
from indicators.access.declared_needs import find_need
from indicators.access.permissions import AccessError, Viewer
from layouts.site.page_registry import PageRegistry

PAGE_ROUTES = frozenset({"/", "/<path:path>"})
"""Dash answers these with a page, which declares its own need."""
DASH_ROUTES: Mapping[str, Need] = {
    "/assets/<path:filename>": Audience.ANYONE,
    "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>": Audience.ANYONE,
    "/_dash-layout": Audience.ANYONE,
    "/_dash-dependencies": Audience.ANYONE,
    "/_reload-hash": Audience.ANYONE,
    "/_favicon.ico": Audience.ANYONE,
    "/_dash-update-component": Audience.SIGNED_IN,
}
"""What Dash's own routes need: they hold the frame of every page and no figure. A call of a page is
for who is signed in, and the page that it shows declares more."""


def guard_routes(
    server: flask.Flask,
    registry: PageRegistry,
    viewer: Callable[[], Viewer],
    answer_refusal: Callable[[AccessError], Response],
) -> None:
    """Check each request before anything answers it. Register it before Dash."""

    @server.before_request
    def check_request() -> Response | None:
        rule = flask.request.url_rule
        if rule is None:  # nothing answers
            return None
        need = find_route_need(server, registry, rule, flask.request.path)
        if need is Audience.ANYONE:
            return None
        try:
            check_need(viewer(), need)
        except AccessError as error:
            return answer_refusal(error)
        return None


def find_route_need(
    server: flask.Flask, registry: PageRegistry, rule: Rule, path: str
) -> Need | None:
    """Return what a route needs, or None if it does not say.

    A page says what it needs itself, and answers those who lack it.
    """
    if rule.rule in PAGE_ROUTES:
        found = registry.find(path)
        is_public = found is not None and found[0].needs is Audience.ANYONE
        return Audience.ANYONE if is_public else Audience.SIGNED_IN
    return DASH_ROUTES.get(rule.rule) or find_need(server.view_functions[rule.endpoint])
