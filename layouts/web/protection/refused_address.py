"""The address that a request was refused, where its status does not say so."""

from __future__ import annotations

from collections.abc import Mapping

import flask


def note_refusal(path: str, query: Mapping[str, str]) -> None:
    """Say that this request is refused an address, whatever the status of its answer."""
    flask.g.refused = (path, query)


def find_refusal() -> tuple[str, Mapping[str, str]] | None:
    """Return the path and the query that this request was said to be refused, or None."""
    found: tuple[str, Mapping[str, str]] | None = flask.g.get("refused")
    return found
