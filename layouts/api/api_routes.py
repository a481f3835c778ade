"""The addresses of the read API. Each list is answered as JSON or CSV, a page at a time."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import InternalServerError

from indicators.access.declared_needs import needs, signed_in
from indicators.access.permissions import AccessError, Viewer, require
from indicators.domain.errors import UserError
from indicators.reports.auditing.small_numbers import watch_figures
from indicators.reports.base import Reports
from layouts.api.endpoints import RESOURCES, Resource
from layouts.api.param_reader import read_params
from layouts.api.params import ListParams, NoParams
from layouts.api.problems import (
    PREFIX,
    BadParametersError,
    answer_away,
    answer_refusal,
    build_problem,
)
from layouts.exports.csv_export import write_csv
from layouts.exports.file_response import format_disposition
from layouts.exports.gate.export_gate import describe_file, get_recorder
from layouts.exports.gate.export_reasons import HEADER, build_question_address, find_reason

JSON, CSV = "application/json", "text/csv"
READ = "GET, HEAD"
METHODS = ["GET", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]
PATHS = ["/api/v1/openapi.json", *(f"/api/v1/{resource.name}" for resource in RESOURCES)]


def create_blueprint(
    find_reports: Callable[[], Reports],
    viewer: Callable[[], Viewer],
    is_away: Callable[[BaseException | None], bool],
) -> Blueprint:
    """Return the read API; the two functions return the reports and viewer of each request.

    `is_away` returns whether a request failed because the database cannot be reached.
    """
    api = Blueprint("api", __name__, url_prefix=PREFIX)
    started = secrets.token_hex(8)  # code and the council's files are read once, at the start

    def build_answer(resource: Resource) -> Callable[..., Response]:
        @needs(resource.needs)
        def answer(**parts: str) -> Response:
            given = MultiDict(request.args)
            given.update(parts)
            return _answer(resource, find_reports(), viewer(), started, given)

        return answer

    def add(rule: str, name: str, answer: Callable[..., Response], **more: Any) -> None:
        api.add_url_rule(rule, name, answer, provide_automatic_options=False, **more)

    for resource in RESOURCES:
        add(f"/v1/{resource.name}", resource.operation, build_answer(resource))

    @signed_in
    def answer_openapi() -> Response:
        return _answer_openapi(find_reports())

    add("/v1/openapi.json", "openapi", answer_openapi)
    add("/", "root", _refuse_request, methods=METHODS, strict_slashes=False)
    add("/<path:_rest>", "other", _refuse_request, methods=METHODS)
    _register_error_handlers(api, is_away)
    return api


def _register_error_handlers(
    api: Blueprint, is_away: Callable[[BaseException | None], bool]
) -> None:
    @api.errorhandler(BadParametersError)
    def answer_bad_parameters(error: BadParametersError) -> Response:
        return build_problem(HTTPStatus.BAD_REQUEST, f"{error}", error.faults)

    @api.errorhandler(UserError)
    def answer_user_error(error: UserError) -> Response:
        return build_problem(HTTPStatus.BAD_REQUEST, str(error))

    api.register_error_handler(AccessError, answer_refusal)

    @api.errorhandler(InternalServerError)
    def answer_failure(error: InternalServerError) -> Response:
        if is_away(error.original_exception):
            return answer_away()
        return build_problem(
            HTTPStatus.INTERNAL_SERVER_ERROR, "Something failed here. It was logged."
        )


@signed_in
def _refuse_request(_rest: str = "") -> Response:
    """Answer a request to change something, or one for an address that does not exist."""
    if any(re.fullmatch(re.sub("<.*>", "[^/]+", path), request.path) for path in PATHS):
        response = build_problem(HTTPStatus.METHOD_NOT_ALLOWED, "This API is read-only: use GET.")
        response.headers["Allow"] = READ
        return response
    return build_problem(
        HTTPStatus.NOT_FOUND, f"There is nothing here. Addresses: {', '.join(PATHS)}."
    )


def _answer_openapi(reports: Reports) -> Response:

    from layouts.api.openapi import render_document  # used only here

    read_params(NoParams, request.args, "json", reports)
    return Response(render_document(), mimetype=JSON, headers={"Cache-Control": "no-cache"})


def _answer(
    resource: Resource,
    reports: Reports,
    viewer: Viewer,
    started: str,
    given: MultiDict[str, str],
) -> Response:
    """Answer a request; `given` holds its parameters and the parts of its path."""
    require(viewer, resource.needs)
    wants_csv = request.accept_mimetypes.best_match([JSON, CSV]) == CSV
    params = read_params(resource.params, given, "csv" if wants_csv else "json", reports)
    selected = reports.as_at(params.seen_on).with_area_basis(params.area_basis)
    selected = selected.for_viewer(viewer)
    version = selected.get_version()
    today = datetime.now(UTC).date()  # makes what is due overdue
    written = selected.get_notes_version(), selected.get_workflow_version()
    versions = version, *written, selected.get_released_version(), selected.settings_key, today
    data = f"{started} {versions}"
    identity = f"{data} {viewer.cache_key} {params.format} {request.full_path}"
    etag = hashlib.sha256(identity.encode()).hexdigest()[:32]
    if request.if_none_match.contains_weak(etag):
        response = Response(status=HTTPStatus.NOT_MODIFIED)
    else:
        with watch_figures() as read:
            response = _answer_page(resource, selected, viewer, params, version)
        reason = find_reason()
        if read.has_small_numbers and not reason:
            return _ask_for_reason()
        if read.has_small_numbers or params.format == "csv":
            get_recorder().record_reading(describe_file(), reason, version)
    response.set_etag(etag, weak=True)
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Accept")
    return response


def _ask_for_reason() -> Response:
    page = build_question_address()
    return build_problem(
        HTTPStatus.FORBIDDEN,
        "These rows hold counts so small that they are nearly about single people. Say in the "
        f"header {HEADER} what you need them for; it is kept in the audit log. In a browser, open "
        f"{page}.",
    )


def _answer_page(
    resource: Resource, reports: Reports, viewer: Viewer, params: Any, version: int
) -> Response:
    total, rows = resource.find_rows(params, reports, viewer)
    following = _build_next_address(params, total)
    synthetic = reports.has_synthetic()
    if params.format == "csv":
        name = f"{resource.operation}{'-synthetic' if synthetic else ''}.csv"
        response = Response(write_csv(resource.row, rows), mimetype=CSV)
        response.headers["Content-Disposition"] = format_disposition(name)
    else:
        page = resource.page(
            data=rows,
            page=params.page,
            per_page=params.per_page,
            total=total,
            next=following,
            version=version,
            as_at=reports.seen_on,
            areas=reports.area_basis,
            synthetic=synthetic,
        )
        response = Response(page.model_dump_json(by_alias=True), mimetype=JSON)
    response.headers["X-Total-Count"] = str(total)
    if following:
        response.headers["Link"] = f'<{following}>; rel="next"'
    return response


def _build_next_address(params: ListParams, total: int) -> str | None:
    """Return this address with the number of the next page, or None on the last page."""
    if params.offset + params.per_page >= total:
        return None
    others = [(key, value) for key, value in request.args.items(multi=True) if key != "page"]
    query = urlencode([*others, ("page", params.page + 1)])
    return f"{request.script_root}{request.path}?{query}"
