"""The web app of a council that can be set up in the browser.

Catalogue, places and profiles are part of an app. Once a set-up is finished, by this process or
another, the app is built again with the new files, and no process has to be started again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from threading import Lock
from typing import TYPE_CHECKING

from cli.settings import Settings
from cli.web_app import WebApp
from indicators.store.council_setup.setup_store import SetUpStore
from indicators.store.database import connect

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_SECONDS = 2.0
"""How long an app is used without looking whether a set-up was finished."""
_SET_UP = "/setup"
"""Addresses below it look at each request, since they show what was finished."""


class WatchedApp:
    """An app over one database, built again when a set-up is finished."""

    def __init__(self, create_app: Callable[[Settings], WebApp], settings: Settings) -> None:
        self._create_app, self._settings = create_app, settings
        self._app = create_app(settings)
        self._store = SetUpStore(connect(settings.database_url))
        self._council = self._find_council()
        self._looked_at = time.monotonic()
        self._lock = Lock()

    @property
    def server(self) -> WSGIApplication:
        """The WSGI application."""
        return self._answer

    def warm(self, path: str) -> None:
        """Render a page once."""
        self._app.warm(path)

    def drop_connections(self) -> None:
        """Forget the connections to the database from before a fork."""
        self._store.engine.dispose(close=False)
        self._app.drop_connections()

    def _answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        is_set_up = str(environ.get("PATH_INFO", "")).startswith(_SET_UP)
        if is_set_up or time.monotonic() - self._looked_at > _SECONDS:
            self._renew()
        return self._app.server(environ, start_response)

    def _renew(self) -> None:
        """Build the app again if another set-up counts. Requests wait for it meanwhile."""
        with self._lock:
            found = self._find_council()
            if found != self._council:
                self._app = self._create_app(self._settings)
                self._council = found
            self._looked_at = time.monotonic()

    def _find_council(self) -> int:
        finished = self._store.find_finished()
        return finished.id if finished else 0
