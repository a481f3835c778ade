"""What goes wrong, told to a program: problem bodies (RFC 9457) that name each bad parameter."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from flask import Response
from pydantic import BaseModel, ConfigDict, Field


class ParameterFault(BaseModel):
    """One bad parameter."""

    model_config = ConfigDict(extra="forbid")

    parameter: str = Field(description="Its name, as it was written.")
    given: str = Field(description="What was given, cut short where it is long.")
    why: str = Field(description="What is wrong with it.")
    allowed: str = Field(description="What may be given.")


class Problem(BaseModel):
    """Why a request was refused."""

    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[ParameterFault] = Field(
        description="One for each bad parameter; empty for the rest."
    )


class BadParameters(Exception):
    """One or more parameters that will not do."""

    def __init__(self, faults: Sequence[ParameterFault]) -> None:
        self.faults = list(faults)
        super().__init__(" ".join(f"{fault.parameter}: {fault.why}" for fault in faults))


def build_problem(
    status: HTTPStatus, detail: str, faults: Sequence[ParameterFault] = ()
) -> Response:
    """The refusal as a response."""
    body = Problem(title=status.phrase, status=status, detail=detail, errors=list(faults))
    response = Response(body.model_dump_json(), status, mimetype="application/problem+json")
    response.headers["Cache-Control"] = "no-store"
    return response
