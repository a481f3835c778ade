"""The web server: gunicorn, whose workers serve the app by waitress."""

from __future__ import annotations

import os
import socket
import tempfile
from typing import TYPE_CHECKING

from gunicorn.app.base import BaseApplication

from cli.serving.waitress_worker import WaitressWorker
from indicators.domain.errors import UserError

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

    from cli.web_app import WebApp

THREADS = 8
METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""What the library of metrics looks for when it is imported."""


class WebServer(BaseApplication):  # type: ignore[misc]
    """Gunicorn over one app, which as many processes serve.

    The app has no open connections to its database: two processes cannot share one.
    """

    def __init__(self, app: WebApp, host: str, port: int, processes: int) -> None:
        self._app = app
        self._settings = {
            "bind": f"{host}:{port}",
            "workers": processes,
            "worker_class": WaitressWorker,
            "threads": THREADS,
            "loglevel": "warning",
            "preload_app": True,
            "control_socket_disable": True,
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIApplication:
        return self._app.server


def share_metrics(processes: int) -> None:
    """Name a folder in which the workers keep their metrics. Do it before the app is created."""
    if processes > 1:
        os.environ.setdefault(METRICS_FOLDER, tempfile.mkdtemp(prefix="metrics-"))


def refuse_taken_port(host: str, port: int) -> None:
    """Raise UserError if the server could not listen on this address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UserError(
                f"Cannot serve on {host}:{port}: {error.strerror}.",
                remedy="Stop what is using it, or choose another with --port.",
            ) from None
