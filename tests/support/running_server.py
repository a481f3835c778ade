"""The dashboard as `app.py serve` runs it: processes, sockets and all."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tests.conftest import ROOT

HOST = "127.0.0.1"
_START_SECONDS = 90


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def run_server(database_url: str, workers: int = 1, **environment: str) -> Iterator[int]:
    """Serve a database on a port of this machine until the block ends."""
    port = find_free_port()
    process = subprocess.Popen(
        [sys.executable, "app.py", "serve", "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database_url, "WEB_CONCURRENCY": str(workers)}
        | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(process, port)
        yield port
    finally:
        process.terminate()
        process.wait(60)


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=5):
            return
        time.sleep(0.1)
    raise AssertionError("the server did not start")


def wait_for_port(port: int) -> None:
    """Return once something listens on a port."""
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection((HOST, port), timeout=5):
            return
        time.sleep(0.05)
    raise AssertionError(f"nothing listens on port {port}")


@contextmanager
def open_slow_clients(port: int, idle: int, half_sent: int) -> Iterator[list[socket.socket]]:
    """Connections that send nothing, and others that send half of a request."""
    halves = [
        b"GET / HTTP/1.1\r\nHost: 127",
        b"POST /data/files HTTP/1.1\r\nContent-Length: 9\r\n\r\n1",
    ]
    held = []
    try:
        for at in range(idle + half_sent):
            held.append(socket.create_connection((HOST, port), timeout=30))
            if at >= idle:
                held[-1].sendall(halves[at % len(halves)])
        yield held
    finally:
        for each in held:
            each.close()
