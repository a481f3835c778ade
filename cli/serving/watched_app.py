"""The web app over a database that may be set up in the browser, or replaced, while it is served.

Catalogue, places, profiles and kept pages are part of an app. Once a set-up is finished, by this
process or another, or a backup was restored in place of the database, the app is built again, and
no process has to be started again.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from threading import Lock
from typing import TYPE_CHECKING

import sqlalchemy as sa

from cli.settings import Settings
from cli.web_app import WebApp
from indicators.domain.errors import UserError
from indicators.store.council_setup.setup_store import SetUpStore
from indicators.store.database import connect
from indicators.store.operations.instances import read_copy

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_SECONDS = 2.0
"""How long an app is used without looking whether another is needed."""
_SET_UP = "/setup"
"""Addresses below it look at each request, since they show what was finished."""
_REFUSED = b"The dashboard cannot use its database now. The log of the server says why.\n"
_LOG = logging.getLogger(__name__)


class WatchedApp:
    """An app over one database, built again for another set-up or another database."""

    def __init__(self, create_app: Callable[[Settings], WebApp], settings: Settings) -> None:
        self._create_app, self._settings = create_app, settings
        self._app = create_app(settings)
        self._store = SetUpStore(connect(settings.database_url))
        self._built_for = self._find_origin()
        self._looked_at = time.monotonic()
        self._lock = Lock()

    @property
    def server(self) -> WSGIApplication:
        """The WSGI application."""
        return self._answer

    def warm(self, path: str) -> None:
        """Render a page once."""
        self._app.warm(path)

    def close_connections(self) -> None:
        """Close the connections to the database; the next request opens others."""
        self._store.engine.dispose()
        self._app.close_connections()

    def _answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        is_set_up = str(environ.get("PATH_INFO", "")).startswith(_SET_UP)
        if is_set_up or time.monotonic() - self._looked_at > _SECONDS:
            try:
                self._renew()
            except UserError as error:
                _LOG.error("no app", extra={"fields": {"reason": str(error)}})
                start_response("503 Service Unavailable", [("Content-Type", "text/plain")])
                return [_REFUSED]
        return self._app.server(environ, start_response)

    def _renew(self) -> None:
        """Build the app again if it needs to be. Requests wait for it meanwhile.

        Raises UserError if the database that is there now is not one to use.
        """
        with self._lock:
            try:
                found = self._find_origin()
            except sa.exc.SQLAlchemyError:
                found = self._built_for  # the app says better that the database is away
            if found != self._built_for:
                self._app = self._create_app(self._settings)
                self._built_for = found
            self._looked_at = time.monotonic()

    def _find_origin(self) -> tuple[int, str]:
        """Return what an app is built for: the finished set-up, and the copy of the database."""
        with self._store.engine.connect() as connection:
            copy = read_copy(connection)
        finished = self._store.find_finished()
        return finished.id if finished else 0, copy
