"""Limits on a request, checked before anything of it is read or done.

Anyone who reaches the server can send anything. Each limit bounds the memory and time that a parser
can take; `tests/soak/attack_limits.py` prints what the worst request within them costs.
"""

from __future__ import annotations

import flask

from indicators.domain.errors import UserError

ADDRESS_BYTES = 8192
"""The path and query of an address."""
MOST_PARAMS = 1000
UPLOAD_ENDPOINTS = (
    "uploads.receive",
    "uploads.receive_declared",
    "action_imports.receive",
    "surveys.receive",
    "record_imports.receive",
    "arrangements.load",
    "councils.compare",
    "setup.save",
)
"""What takes files: the server's limit for them holds, and that of how many one person sends."""
UPLOAD_TYPE = "multipart/form-data"
FORM_BYTES = 500_000
"""All fields of a form, which are held in memory: the whole body unless it has files."""
MOST_PARTS = 200
"""Fields and files of a form that holds files."""


class RequestLimitError(UserError):
    """A request that no page or form of the dashboard sends."""


def limit_requests(server: flask.Flask) -> None:
    """Refuse requests beyond the limits. Register it before anything that reads a body."""
    server.config["MAX_FORM_MEMORY_SIZE"] = FORM_BYTES
    server.config["MAX_FORM_PARTS"] = MOST_PARTS

    @server.before_request
    def check_limits() -> None:
        request = flask.request
        _check_address(request.path, request.query_string)
        if request.endpoint not in UPLOAD_ENDPOINTS or request.mimetype != UPLOAD_TYPE:
            request.max_content_length = FORM_BYTES

    @server.teardown_request
    def close_files(_: BaseException | None) -> None:
        flask.request.close()  # large ones are in temporary files


def _check_address(path: str, query: bytes) -> None:
    if len(path.encode()) + len(query) > ADDRESS_BYTES:
        raise RequestLimitError(
            f"The address is longer than {ADDRESS_BYTES:,} characters.",
            remedy="Start from a page of the dashboard.",
        )
    if query.count(b"&") >= MOST_PARAMS:
        raise RequestLimitError(f"The address has more than {MOST_PARAMS:,} parameters.")
    # PostgreSQL takes no such character in a text. The API names the parameter that has it.
    if "\0" in path or (b"%00" in query and not path.startswith("/api/")):
        raise RequestLimitError("The address has a character that no name can have (NUL).")
