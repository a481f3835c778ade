"""Records in the audit log what someone who is signed in asked for and was refused.

The rule of the address stands for it, with the places, services and indicators that were asked for:
so nobody can fill the log, and nothing that was typed is in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

import flask

from indicators.access.permissions import Viewer
from layouts.site.site import Site
from layouts.web.access_guard import PAGE_ROUTES
from layouts.web.protection.refused_address import find_refusal

MOST_CODES = 2
_REFUSED = (HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS)


def record_refusals(server: flask.Flask, site: Site, viewer: Callable[[], Viewer]) -> None:
    """Record every answer that is a refusal. Register it before what sets the status of pages."""

    @server.after_request
    def record(response: flask.Response) -> flask.Response:
        is_refused = response.status_code in _REFUSED or find_refusal()
        if is_refused and viewer().is_signed_in:
            site.audit.record_refusal(_describe_request(site))
        return response


def _describe_request(site: Site) -> str:
    """Return the method and the rule of what was asked for, with the codes that are known."""
    request = flask.request
    method, rule = request.method, request.url_rule
    parts: Mapping[str, Any] = request.view_args or {}
    path, query = find_refusal() or (request.path, request.args)
    name = rule.rule if rule else "-"
    page = site.registry.find(path)
    if page and (name in PAGE_ROUTES or path != request.path):  # a call posts to see a page
        method, name, parts = "GET", page[0].rule, page[1]
    asked = dict.fromkeys([*parts.values(), *query.values()])
    codes = [str(code) for code in asked if _is_known(site, code)]
    return " ".join([method, name, *codes[:MOST_CODES]])


def _is_known(site: Site, code: object) -> bool:
    reports = site.reports
    known = (reports.places.localities, reports.catalogue.indicators, reports.catalogue.services)
    return any(code in each for each in known)
