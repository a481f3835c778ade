"""Answers compressed once: what a body came to is kept by the digest of its content."""

from __future__ import annotations

from collections import OrderedDict
from hashlib import sha256
from threading import Lock

import flask
from flask_compress import Compress

_MOST_BYTES = 8 * 1024 * 1024


class CompressedBodies:
    """Compressed bodies by key, those used last the longest, up to `most_bytes` in all."""

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self._bodies: OrderedDict[str, bytes] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: str) -> bytes | None:
        """Return a kept body, or None."""
        with self._lock:
            return self._bodies.get(key)

    def set(self, key: str, body: bytes) -> None:
        """Keep a body as the one used last, and drop those used longest ago."""
        with self._lock:
            self._bytes += len(body) - len(self._bodies.pop(key, b""))
            self._bodies[key] = body
            while self._bytes > self.most_bytes:
                self._bytes -= len(self._bodies.popitem(last=False)[1])


class KeptCompression(Compress):
    """Compresses answers, the same content only once.

    The key is made of the content, so whatever it depends on is in it: nobody is sent what was
    rendered for someone else.
    """

    def __init__(self, app: flask.Flask, most_bytes: int = _MOST_BYTES) -> None:
        """Add it to an app, with up to `most_bytes` of compressed bodies."""
        self._most_bytes = most_bytes
        super().__init__(app)

    def init_app(self, app: flask.Flask) -> None:
        """Add it to an app."""
        app.config["COMPRESS_CACHE_BACKEND"] = lambda: CompressedBodies(self._most_bytes)
        app.config["COMPRESS_CACHE_KEY"] = lambda _request: _digest(flask.g.answer)
        super().init_app(app)

    def after_request(self, response: flask.Response | None) -> flask.Response:
        """Compress an answer."""
        flask.g.answer = response
        return super().after_request(response)


def _digest(response: flask.Response) -> str:
    """Return the digest of a body. Processors have instructions for this one, so it is fast."""
    return sha256(response.get_data()).hexdigest()
