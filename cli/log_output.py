"""Writes the application's log to standard error, a line of JSON for each record."""

from __future__ import annotations

import json
import logging
import os
import sys
from datetime import UTC, datetime

from indicators.domain.errors import UserError
from indicators.domain.operations.request_id import REQUEST_ID

PACKAGES = ("cli", "indicators", "layouts", "loaders")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON: time, level, event and the record's own fields.

    Of an exception only the type is written: its text may hold a value from a file.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "event": record.getMessage(),
        }
        if request := REQUEST_ID.get():
            line["request"] = request
        line |= record.__dict__.get("fields", {})
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
        return json.dumps(line, ensure_ascii=False, default=str)


class StandardErrorHandler(logging.StreamHandler):  # type: ignore[type-arg]  # not generic at run time
    """Writes to what standard error is at the time of each record."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


def configure_logging(default: str) -> None:
    """Log the application at the level that LOG_LEVEL names, or at the default level.

    Raises UserError for a level that does not exist.
    """
    level = os.environ.get("LOG_LEVEL", default).upper()
    if level not in LEVELS:
        raise UserError(f"LOG_LEVEL is “{level}”.", remedy=f"Set it to one of {', '.join(LEVELS)}.")
    root = logging.getLogger()
    if not any(isinstance(handler, StandardErrorHandler) for handler in root.handlers):
        handler = StandardErrorHandler()
        handler.setFormatter(JsonFormatter())
        root.addHandler(handler)
    for package in PACKAGES:
        logging.getLogger(package).setLevel(level)
