"""The same compression for all sites that are compared."""

from __future__ import annotations

from flask import Flask
from flask_compress import Compress

COMPRESSED = [
    "text/html",
    "text/css",
    "text/javascript",
    "application/javascript",
    "application/json",
]


def compress(server: Flask) -> None:
    """The same compression as ours."""
    server.config["COMPRESS_MIMETYPES"] = COMPRESSED
    server.config["COMPRESS_ALGORITHM"] = ["br", "gzip"]
    Compress(server)
