"""Errors for programs: problem bodies (RFC 9457) that name each invalid parameter."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from flask import Response
from pydantic import BaseModel, ConfigDict, Field

from indicators.access.audience import SignInNeededError
from indicators.access.permissions import AccessError

PREFIX = "/api"
"""Where the addresses of programs begin."""
RETRY_SECONDS = "60"
"""When to ask again while the database cannot be reached."""
METRICS = "/metrics"
"""The one address of programs that its own convention puts elsewhere."""


def is_for_programs(path: str) -> bool:
    """Return whether programs use an address: with a token, and with problems for answers."""
    return path.startswith(f"{PREFIX}/") or path == METRICS


class ParameterFault(BaseModel):
    """One invalid parameter."""

    model_config = ConfigDict(extra="forbid")

    parameter: str = Field(description="Its name, as sent.")
    given: str = Field(description="The value sent, shortened if long.")
    why: str = Field(description="What is wrong with it.")
    allowed: str = Field(description="What is allowed.")


class Problem(BaseModel):
    """Why a request was refused."""

    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[ParameterFault] = Field(
        description="One for each invalid parameter; empty for other errors."
    )


class BadParametersError(Exception):
    """One or more invalid parameters."""

    def __init__(self, faults: Sequence[ParameterFault]) -> None:
        self.faults = list(faults)
        super().__init__(" ".join(f"{fault.parameter}: {fault.why}" for fault in faults))


def build_problem(
    status: HTTPStatus, detail: str, faults: Sequence[ParameterFault] = ()
) -> Response:
    """Return the error as a response."""
    body = Problem(title=status.phrase, status=status, detail=detail, errors=list(faults))
    response = Response(body.model_dump_json(), status, mimetype="application/problem+json")
    response.headers["Cache-Control"] = "no-store"
    return response


def answer_refusal(error: AccessError) -> Response:
    """Answer someone who may not have what they asked for."""
    if not isinstance(error, SignInNeededError):
        return build_problem(HTTPStatus.FORBIDDEN, str(error))
    response = build_problem(HTTPStatus.UNAUTHORIZED, str(error))
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


def answer_away() -> Response:
    """Answer while the database cannot be reached."""
    response = build_problem(HTTPStatus.SERVICE_UNAVAILABLE, "The database cannot be reached.")
    response.headers["Retry-After"] = RETRY_SECONDS
    return response
