"""The worker of the web server: waitress, which waits for slow clients without a thread for each.

A request reaches one of the few threads when it is complete, and its answer is sent from a buffer.
So a client that sends or reads slowly costs a socket and some memory. Gunicorn starts, watches and
replaces the workers.
"""

from __future__ import annotations

import logging
import os
import resource
import select
import socket
import time
from contextlib import suppress
from typing import Any

from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer

HEADER_BYTES = 32 * 1024
BODY_BYTES = 256 * 1024 * 1024
"""The app takes less, and says so with a page if it gets the chance."""
CONNECTIONS = 1000
"""Most open connections of one worker; beyond this, those idle for longest are closed."""
IDLE_SECONDS = 30
"""How long a connection without a request is kept."""
REQUEST_SECONDS = 20
"""The time for a request to arrive, and one more second for every so many bytes of it:"""
SLOWEST_BYTES_A_SECOND = 8 * 1024
STOPPING_SECONDS = 25
"""How long requests may take that were under way when the worker has to stop."""
_FIRST_REQUEST_SECONDS = 2
"""How long a new connection may be silent when the worker has to stop: a request is on its way."""
_PAUSE_SECONDS = 0.5
LEAVE_SECONDS = 0.02
"""How long a worker that is answering leaves a new connection to the others."""


class TimedChannel(HTTPChannel):  # type: ignore[misc]
    """A connection that notes when the request it is receiving began."""

    began: float | None = None
    is_new = True

    def received(self, data: bytes) -> bool:
        self.is_new = False
        receiving = self.request
        taken: bool = super().received(data)
        if self.request is None:
            self.began = None
        elif self.request is not receiving:
            self.began = time.time()
        return taken

    def is_idle(self, now: float) -> bool:
        """Return whether nothing is being received, worked on or sent, nor about to arrive."""
        if self.is_new and now - self.creation_time < _FIRST_REQUEST_SECONDS:
            return False
        return self.request is None and not self.requests and not self.total_outbufs_len

    def is_too_slow(self, now: float) -> bool:
        """Return whether the request has taken longer to arrive than one may."""
        receiving = self.request
        if receiving is None or self.began is None:
            return False
        received: int = receiving.body_bytes_received
        return now - self.began > REQUEST_SECONDS + received / SLOWEST_BYTES_A_SECOND


class PatientServer(TcpWSGIServer):  # type: ignore[misc]
    """Waitress's server, which also ends requests that never become complete."""

    channel_class = TimedChannel
    has_others = False
    """Whether other workers accept connections at the same socket."""
    _took_part_at = 0.0

    def readable(self) -> bool:
        """Return whether to accept a connection: not while another worker may have less to do.

        A connection stays with the worker that accepts it. One that is answering is awake and would
        be the first at each of them, and so end up with the work of most clients.
        """
        accepts: bool = super().readable()
        if self.prefers_others():
            return accepts and time.monotonic() - self._took_part_at >= LEAVE_SECONDS
        self._took_part_at = time.monotonic()
        return accepts

    def prefers_others(self) -> bool:
        """Return whether there are other workers and a request is being answered here."""
        return self.has_others and any(
            channel.requests for channel in list(self.active_channels.values())
        )

    def maintenance(self, now: float) -> None:
        super().maintenance(now)
        for channel in list(self.active_channels.values()):
            if channel.is_too_slow(now):
                channel.will_close = True

    def handle_accept(self) -> None:
        super().handle_accept()
        self._took_part_at = time.monotonic()
        if len(self.active_channels) >= CONNECTIONS:
            self._close_idle_connections()

    def stop_accepting(self) -> None:
        """Leave new connections to other workers, and to other machines once this was the last.

        Who connects to a socket that is open and never accepts gets no answer, so it is closed
        after those who wait at it are in.
        """
        while select.select([self.socket], [], [], 0)[0]:
            self.handle_accept()
        self.accepting = False
        self.del_channel(self._map)
        self.socket.close()

    def is_done(self) -> bool:
        """Close idle connections, and return whether all others are done."""
        now = time.time()
        channels = list(self.active_channels.values())
        idle = [channel for channel in channels if channel.is_idle(now)]
        for channel in idle:
            channel.will_close = True
        return len(idle) == len(channels)

    def _close_idle_connections(self) -> None:
        idle = [each for each in self.active_channels.values() if not each.requests]
        for channel in sorted(idle, key=lambda each: each.last_activity)[: CONNECTIONS // 10]:
            channel.will_close = True


class WaitressWorker(Worker):  # type: ignore[misc]
    """One process of the server."""

    def run(self) -> None:
        logging.getLogger("waitress.queue").setLevel(
            logging.ERROR
        )  # requests may wait for a moment
        _allow_open_files(2 * CONNECTIONS)
        sockets: dict[int, Any] = {}
        servers = [self._serve(each.sock, sockets) for each in self.sockets]
        while self.alive:
            self._handle_events(sockets, servers)
        for server in servers:
            server.stop_accepting()
        until = time.time() + STOPPING_SECONDS
        while not all(server.is_done() for server in servers) and time.time() < until:
            self._handle_events(sockets, servers)
        self._handle_events(sockets, servers)  # sends what is left, and closes
        for server in servers:
            server.task_dispatcher.shutdown()

    def _serve(self, sock: socket.socket, sockets: dict[int, Any]) -> PatientServer:
        settings = Adjustments(
            sockets=[sock],
            threads=self.cfg.threads,
            ident=None,  # no server banner
            channel_timeout=IDLE_SECONDS,
            cleanup_interval=1,
            connection_limit=2 * CONNECTIONS,
            max_request_header_size=HEADER_BYTES,
            max_request_body_size=BODY_BYTES,
            # Beyond this an answer waits for its reader, and a thread with it.
            outbuf_high_watermark=2 * BODY_BYTES,
            # The app decides what it believes of them: see `layouts.web.request_origin`.
            clear_untrusted_proxy_headers=False,
        )
        server = PatientServer(
            self.wsgi,
            sockets,
            _sock=sock,
            adj=settings,
            sockinfo=(sock.family, sock.type, sock.proto, sock.getsockname()),
            bind_socket=False,
        )
        server.has_others = self.cfg.workers > 1
        return server

    def _handle_events(self, sockets: dict[int, Any], servers: list[PatientServer]) -> None:
        """Wait for a moment, receive and send what is there, and say that this process is well."""
        self.notify()
        pause = LEAVE_SECONDS if any(each.prefers_others() for each in servers) else _PAUSE_SECONDS
        wasyncore.loop(timeout=pause, use_poll=True, map=sockets, count=1)
        if os.getppid() != self.ppid:
            self.alive = False


def _allow_open_files(wanted: int) -> None:
    """Let this process open so many files, as far as the system does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft < most:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
