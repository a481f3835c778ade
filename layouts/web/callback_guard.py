"""Checks the calls that a page makes to Dash, before Dash reads them.

Dash trusts the shape of what it is sent, so anything else would end in a failure of the server.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated

import flask
from dash import Dash
from dash.exceptions import DependencyException
from pydantic import AfterValidator, BaseModel, Field, ValidationError

CALLS = "/_dash-update-component"
CALL_BYTES = 32 * 1024
LONGEST_TEXT = 16 * 1024


def _check_characters(text: str) -> str:
    """Return the text. Raises ValueError for one that cannot be part of a page or an address."""
    if "\0" in text:
        raise ValueError("NUL")
    text.encode()  # half a character, as JSON can write it, raises UnicodeEncodeError
    return text


_Text = Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(_check_characters)]


class _CallOutput(BaseModel):
    id: _Text
    property: _Text


class _CallInput(_CallOutput):
    value: _Text | None = None


class DashCall(BaseModel):
    """What a page sends: the output to calculate, and the inputs with their values."""

    output: _Text
    outputs: _CallOutput
    inputs: list[_CallInput] = Field(max_length=10)
    changedPropIds: list[_Text] = Field(default=[], max_length=10)  # noqa: N815 - Dash's name
    state: list[_CallInput] = Field(default=[], max_length=10)


def guard_calls(server: flask.Flask, app: Dash) -> None:
    """Answer 400 to a call that no page makes, and 404 to an address of Dash without a file."""

    @server.before_request
    def check_call() -> tuple[str, int] | None:
        if flask.request.path == CALLS and flask.request.method == "POST":
            flask.request.max_content_length = CALL_BYTES
            if not _is_call(flask.request.get_data(), app.callback_map):
                return "This is not a call of a page.\n", 400
        return None

    @server.errorhandler(DependencyException)
    def answer_unknown_file(_: DependencyException) -> tuple[str, int]:
        return "There is nothing here.\n", 404


def _is_call(body: bytes, callbacks: Mapping[str, Mapping[str, object]]) -> bool:
    try:
        call = DashCall.model_validate(json.loads(body))
    except (ValueError, RecursionError, ValidationError):
        return False
    expected = callbacks.get(call.output)
    if expected is None or flask.request.mimetype != "application/json":
        return False
    given = [{"id": one.id, "property": one.property} for one in call.inputs]
    return given == expected["inputs"] and not call.state
