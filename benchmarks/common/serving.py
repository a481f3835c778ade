"""Serves each site with gunicorn in a process of its own, all in the same way."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.error import HTTPError, URLError


@contextmanager
def served(site: str, database_url: str, first: str) -> Iterator[str]:
    """Serve the factory `site` of benchmarks.common.sites; the URL, once it answers at `first`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--no-control-socket", "--preload"]
    command += ["--bind", f"127.0.0.1:{port}", "--threads", "8", "--log-level", "warning"]
    factory = f"benchmarks.common.sites:{site}('{database_url}')"
    process = subprocess.Popen([*command, factory])  # noqa: S603
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(process, url + first)
        yield url
    finally:
        process.terminate()
        process.wait(10)


def ask(url: str) -> None:
    """Ask for a page once, so that the server has rendered it before it is measured."""
    with urllib.request.urlopen(url, timeout=30) as response:  # noqa: S310
        response.read()


def _wait(process: subprocess.Popen[bytes], url: str) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise SystemExit("The server ended before it answered.")
        try:
            return ask(url)
        except HTTPError as error:
            raise SystemExit(f"{url} answered {error.code}.") from None
        except URLError:
            time.sleep(0.1)
    raise SystemExit("The server did not answer in 30 seconds.")
