"""What was read from a file, packed into a form and signed, so that nothing waits on the server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

import flask
from itsdangerous import BadSignature, URLSafeSerializer
from pydantic import TypeAdapter

from indicators.domain.errors import UserError

Read = TypeVar("Read")
MOST = 400_000
"""Letters of a packed file in a form, which leaves room for the answers: see `request_limits`."""


@dataclass(frozen=True, slots=True)
class PackedUpload(Generic[Read]):
    """One kind of file. `salt` keeps what was signed for one kind out of the form of another.

    `word` is what the file is called, and `too_long` says what to do with one that is too long.
    """

    adapter: TypeAdapter[Read]
    salt: str
    word: str
    too_long: str

    def pack(self, read: Read) -> str:
        """Return what was read as text for a hidden field. Raises UserError if it is too long."""
        text = str(self._open_serializer().dumps(self.adapter.dump_python(read, mode="json")))
        if len(text) > MOST:
            raise UserError(
                f"The {self.word} has too much text for one form.", remedy=self.too_long
            )
        return text

    def unpack(self, text: str) -> Read:
        """Return what was packed. Raises UserError if it is not ours."""
        try:
            return self.adapter.validate_python(self._open_serializer().loads(text))
        except BadSignature:
            raise UserError(
                f"The form no longer holds the {self.word}.", remedy="Choose the file again."
            ) from None

    def _open_serializer(self) -> URLSafeSerializer:
        return URLSafeSerializer(str(flask.current_app.secret_key), salt=self.salt)
