"""The memory of a server of two workers after use: the proportional set size of all its processes.

Memory that processes share counts once (Linux only). Libraries count less while other programs use
them too, so what is no file counts on its own as well. The pages of every team and indicator are
asked for twice over, in every month of a year, so that the caches fill as far as they may.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError

from benchmarks.common.figures import fill
from benchmarks.common.sites import open_context
from cli.settings import ROOT
from indicators.domain.periods import Month

FIRST, LAST = Month.of(2021, 11), Month.of(2026, 10)
MEGABYTE = 1024 * 1024
LIMIT = 200
"""Megabytes."""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        context = open_context(url)
        fill(context.table, context.catalogue, context.places, FIRST, LAST)
        reports = context.reports
        places = [p.code for p in reports.list_places(reports.home_kind, LAST)]
        indicators = [i.code for i in reports.catalogue.dashboard]
        context.table.engine.dispose()
        with _serve(url) as (port, process):
            at_start = _measure(process.pid)
            paths = [
                f"{path}month={LAST - back}"
                for back in range(12)
                for path in (
                    "/?",
                    "/compare?",
                    *(f"/team/{code}?" for code in places),
                    *(f"/indicator/{code}?" for code in indicators),
                )
            ]
            with ThreadPoolExecutor(4) as readers:
                list(readers.map(lambda path: _ask(f"http://127.0.0.1:{port}{path}"), paths * 2))
            used = _measure(process.pid)
            without_files = _measure(process.pid, "Pss_Anon")
    print("\nMemory of two workers, MB of proportional set size")
    over = "  over" if used > LIMIT else ""
    asked = 2 * len(paths)
    print(f"  at the start {at_start:.0f}, after {asked} pages {used:.0f}, limit {LIMIT}{over}")
    print(f"  without libraries and other files {without_files:.0f}")


@contextmanager
def _serve(database_url: str) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "app.py", "serve", "--port", str(port)]
    given = os.environ | {"DATABASE_URL": database_url, "WEB_CONCURRENCY": "2"}
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=ROOT, env=given, stdout=quiet, stderr=quiet)  # noqa: S603
    try:
        for _ in range(600):
            with suppress(URLError, ConnectionError):
                _ask(f"http://127.0.0.1:{port}/healthz")
                break
            time.sleep(0.1)
        time.sleep(1)
        yield port, process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(40)


def _ask(url: str) -> None:
    request = urllib.request.Request(url, headers={"Accept-Encoding": "br"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
        response.read()


def _measure(pid: int, kind: str = "Pss") -> float:
    """Return the megabytes of a process and of those it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sum(_read_share(each, kind) for each in (str(pid), *children))


def _read_share(pid: str, kind: str) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith(f"{kind}:"):
            return int(line.split()[1]) * 1024 / MEGABYTE
    raise SystemExit(f"Process {pid} has no proportional set size.")


if __name__ == "__main__":
    main()
