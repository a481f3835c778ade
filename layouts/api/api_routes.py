"""The addresses of the read API on the server: asked, answered, and given out as JSON or CSV."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from werkzeug.exceptions import InternalServerError

from indicators.access.permissions import PermissionDeniedError, Viewer
from indicators.domain.errors import UserError
from indicators.reports.base import Reports
from layouts.api.endpoints import RESOURCES, Resource
from layouts.api.openapi import render_document
from layouts.api.params import ListParams, NoParams, read
from layouts.api.problems import BadParameters, build_problem
from layouts.exports.csv_export import write_csv

JSON, CSV = "application/json", "text/csv"
READ = "GET, HEAD"
METHODS = ["GET", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]
PATHS = ["/api/v1/openapi.json", *(f"/api/v1/{resource.name}" for resource in RESOURCES)]


def create_blueprint(reports: Reports, viewer: Callable[[], Viewer]) -> Blueprint:
    """The read API over `reports`; `viewer` says who asks, at each request."""
    api = Blueprint("api", __name__, url_prefix="/api")
    started = secrets.token_hex(8)  # code and the council's files are read once, at the start

    def listing(resource: Resource) -> Callable[[], Response]:
        return lambda: _give(resource, reports, viewer(), started)

    def add(rule: str, name: str, answer: Callable[..., Response], **more: Any) -> None:
        api.add_url_rule(rule, name, answer, provide_automatic_options=False, **more)

    for resource in RESOURCES:
        add(f"/v1/{resource.name}", resource.name, listing(resource))
    add("/v1/openapi.json", "openapi", lambda: _openapi(reports))
    add("/", "root", _other, methods=METHODS, strict_slashes=False)
    add("/<path:_rest>", "other", _other, methods=METHODS)
    _register_refusals(api)
    return api


def _register_refusals(api: Blueprint) -> None:
    @api.errorhandler(BadParameters)
    def bad(error: BadParameters) -> Response:
        return build_problem(HTTPStatus.BAD_REQUEST, f"{error}", error.faults)

    @api.errorhandler(UserError)
    def refused(error: UserError) -> Response:
        return build_problem(HTTPStatus.BAD_REQUEST, str(error))

    @api.errorhandler(PermissionDeniedError)
    def forbidden(error: PermissionDeniedError) -> Response:
        return build_problem(HTTPStatus.FORBIDDEN, str(error))

    @api.errorhandler(InternalServerError)
    def failed(_error: InternalServerError) -> Response:
        return build_problem(HTTPStatus.INTERNAL_SERVER_ERROR, "This failed here; it was noted.")


def _other(_rest: str = "") -> Response:
    """A known address asked to change something, or one where nothing is kept."""
    if request.path in PATHS:
        response = build_problem(HTTPStatus.METHOD_NOT_ALLOWED, "This API is to read: use GET.")
        response.headers["Allow"] = READ
        return response
    return build_problem(
        HTTPStatus.NOT_FOUND, f"Nothing is kept here. There are: {', '.join(PATHS)}."
    )


def _openapi(reports: Reports) -> Response:
    read(NoParams, request.args, "json", reports)
    return Response(render_document(), mimetype=JSON, headers={"Cache-Control": "no-cache"})


def _give(resource: Resource, reports: Reports, viewer: Viewer, started: str) -> Response:
    wants_csv = request.accept_mimetypes.best_match([JSON, CSV]) == CSV
    asked = read(resource.asked, request.args, "csv" if wants_csv else "json", reports)
    seen = reports.as_at(asked.seen_on).with_area_basis(asked.lens)
    version = seen.version()
    told = f"{started} {version} {viewer.cache_key} {asked.format} {request.full_path}"
    etag = hashlib.sha256(told.encode()).hexdigest()[:32]
    if request.if_none_match.contains_weak(etag):
        response = Response(status=HTTPStatus.NOT_MODIFIED)
    else:
        response = _page(resource, seen, viewer, asked, version)
    response.set_etag(etag, weak=True)
    response.headers["Cache-Control"] = "private, no-cache"
    response.vary.add("Accept")
    return response


def _page(
    resource: Resource, reports: Reports, viewer: Viewer, asked: Any, version: int
) -> Response:
    total, rows = resource.answer(asked, reports, viewer)
    following = _next(asked, total)
    synthetic = reports.has_synthetic()
    if asked.format == "csv":
        name = f"{resource.name}-made-up.csv" if synthetic else f"{resource.name}.csv"
        response = Response(write_csv(resource.row, rows), mimetype=CSV)
        response.headers["Content-Disposition"] = f"attachment; filename={name}"
    else:
        page = resource.page(
            data=rows,
            page=asked.page,
            per_page=asked.per_page,
            total=total,
            next=following,
            version=version,
            as_at=reports.seen_on,
            areas=reports.lens,
            synthetic=synthetic,
        )
        response = Response(page.model_dump_json(by_alias=True), mimetype=JSON)
    response.headers["X-Total-Count"] = str(total)
    if following:
        response.headers["Link"] = f'<{following}>; rel="next"'
    return response


def _next(asked: ListParams, total: int) -> str | None:
    """The address of the next page: as this one was asked, but for the page."""
    if asked.offset + asked.per_page >= total:
        return None
    others = [(key, value) for key, value in request.args.items(multi=True) if key != "page"]
    query = urlencode([*others, ("page", asked.page + 1)])
    return f"{request.script_root}{request.path}?{query}"
