"""The dashboard as `app.py serve` runs it: processes, sockets and all."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.conftest import ROOT

HOST = "127.0.0.1"
_START_SECONDS = 90


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


class ServerProcess:
    """One `app.py serve` on a port of its own, which can be stopped, killed and started again."""

    def __init__(self, database_url: str, workers: int = 1, **environment: str) -> None:
        self.port = find_free_port()
        self._environment = {
            **os.environ,
            "DATABASE_URL": database_url,
            "WEB_CONCURRENCY": str(workers),
        } | environment
        self._errors = Path(tempfile.gettempdir()) / f"dashboard-{self.port}.log"
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        with self._errors.open("ab") as errors:
            return subprocess.Popen(
                [sys.executable, "app.py", "serve", "--port", str(self.port)],
                cwd=ROOT,
                env=self._environment,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                start_new_session=True,  # so that its workers can be killed with it
            )

    def wait(self) -> None:
        """Return once it answers."""
        until = time.monotonic() + _START_SECONDS
        address = f"http://{HOST}:{self.port}/healthz"
        while time.monotonic() < until and self.process.poll() is None:
            with suppress(OSError), urllib.request.urlopen(address, timeout=5):
                return
            time.sleep(0.1)
        said = self._errors.read_text(errors="replace")[-2000:]
        ended = self.process.poll()
        raise AssertionError(f"the server did not start; it ended with {ended} and said: {said}")

    def stop(self) -> None:
        """Ask it to finish what it does and end."""
        self.process.terminate()
        self.process.wait(60)
        self._errors.unlink(missing_ok=True)

    def kill(self) -> None:
        """End it and its workers in the middle of what they do."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(60)

    def kill_workers(self) -> None:
        """End its workers in the middle of what they do; it starts others."""
        pid = self.process.pid
        for worker in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            os.kill(int(worker), signal.SIGKILL)

    def start_again(self) -> None:
        self.process = self._start()
        self.wait()


@contextmanager
def run_server(database_url: str, workers: int = 1, **environment: str) -> Iterator[int]:
    """Serve a database on a port of this machine until the block ends."""
    with run_server_process(database_url, workers, **environment) as server:
        yield server.port


@contextmanager
def run_server_process(
    database_url: str, workers: int = 1, **environment: str
) -> Iterator[ServerProcess]:
    """Give the process that serves a database, until the block ends."""
    server = ServerProcess(database_url, workers, **environment)
    try:
        server.wait()
        yield server
    finally:
        server.stop()


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
