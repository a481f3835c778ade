"""The state of the data, read once for each request."""

from __future__ import annotations

from typing import Protocol

import flask

from indicators.domain.loads import DataState
from layouts.site.csrf import READING


class StateReader(Protocol):
    """The reports, or the settings: either reads the state of their database."""

    def read_state(self) -> DataState:
        """Return the versions of all that the database holds, as they are now."""


def find_state(reader: StateReader) -> DataState:
    """Return the state of the data as this request sees it.

    A request that may change something reads it each time.
    """
    if not flask.has_request_context() or flask.request.method not in READING:
        return reader.read_state()
    if "data_state" not in flask.g:
        flask.g.data_state = reader.read_state()
    found: DataState = flask.g.data_state
    return found


def note_state(state: DataState) -> None:
    """Note the state that was just read for this request, so that it is not read again."""
    if flask.has_request_context() and flask.request.method in READING:
        flask.g.data_state = state


def forget_state() -> None:
    """Read it again within this request, which has changed something."""
    flask.g.pop("data_state", None)
