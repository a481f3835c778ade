"""Packs a workbook that was read into a form, signed, so that nothing waits on the server."""

from __future__ import annotations

import flask
from itsdangerous import BadSignature, URLSafeSerializer
from pydantic import TypeAdapter

from indicators.domain.errors import UserError
from indicators.records.record_sheet import RecordSheet

_SHEET = TypeAdapter(RecordSheet)
_MOST = 400_000
"""Letters of a workbook in a form: see `request_limits`."""


def pack_record(sheet: RecordSheet) -> str:
    """Return a workbook as text for a hidden field. Raises UserError if it is too long."""
    text = str(_open_serializer().dumps(_SHEET.dump_python(sheet, mode="json")))
    if len(text) > _MOST:
        raise UserError(
            "The workbook has too much for one upload.", remedy="Upload the one of each team."
        )
    return text


def unpack_record(text: str) -> RecordSheet:
    """Return the workbook that was packed. Raises UserError if it is not ours."""
    try:
        return _SHEET.validate_python(_open_serializer().loads(text))
    except BadSignature:
        raise UserError(
            "The form no longer holds the workbook.", remedy="Choose the file again."
        ) from None


def _open_serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(flask.current_app.secret_key), salt="record-sheet")
