"""Packs a sheet that was read into a form, signed, so that nothing waits on the server."""

from __future__ import annotations

import flask
from itsdangerous import BadSignature, URLSafeSerializer
from pydantic import TypeAdapter

from indicators.actions.sheets.sheet_model import SheetReading
from indicators.domain.errors import UserError

_READING = TypeAdapter(SheetReading)
_MOST = 400_000
"""Letters of a sheet in a form, which leaves room for the answers: see `request_limits`."""


def pack_sheet(reading: SheetReading) -> str:
    """Return a sheet as text for a hidden field. Raises UserError if it is too long."""
    text = str(_open_serializer().dumps(_READING.dump_python(reading, mode="json")))
    if len(text) > _MOST:
        raise UserError(
            "The sheet has too much text for one import in the browser.",
            remedy="Import it on the command line: python app.py actions import FILE.",
        )
    return text


def unpack_sheet(text: str) -> SheetReading:
    """Return the sheet that was packed. Raises UserError if it is not ours."""
    try:
        return _READING.validate_python(_open_serializer().loads(text))
    except BadSignature:
        raise UserError(
            "The form no longer holds the sheet.", remedy="Choose the file again."
        ) from None


def _open_serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(flask.current_app.secret_key), salt="action-sheet")
