"""Packs a survey that was read into a form, signed, so that nothing waits on the server."""

from __future__ import annotations

import flask
from itsdangerous import BadSignature, URLSafeSerializer
from pydantic import TypeAdapter

from indicators.domain.errors import UserError
from indicators.surveys.survey import NewSurvey

_SURVEY = TypeAdapter(NewSurvey)
_MOST = 400_000
"""Letters of a survey in a form: see `request_limits`."""


def pack_survey(new: NewSurvey) -> str:
    """Return a survey as text for a hidden field. Raises UserError if it is too long."""
    text = str(_open_serializer().dumps(_SURVEY.dump_python(new, mode="json")))
    if len(text) > _MOST:
        raise UserError(
            "The survey is too long for one form.",
            remedy="Shorten the questions, or load it in two parts.",
        )
    return text


def unpack_survey(text: str) -> NewSurvey:
    """Return the survey that was packed. Raises UserError if it is not ours."""
    try:
        return _SURVEY.validate_python(_open_serializer().loads(text))
    except BadSignature:
        raise UserError(
            "The form no longer holds the survey.", remedy="Choose the file again."
        ) from None


def _open_serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(flask.current_app.secret_key), salt="staff-survey")
