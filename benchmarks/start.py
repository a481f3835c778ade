"""The start: `--help`, and a server until it answers that it is ready.

The database is up to date and no sample is loaded. Plain Dash serves one paragraph with waitress,
so the ratio says what our own imports, council files and pages cost beyond the libraries.
"""

import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError

from benchmarks.common.sites import open_context
from cli.settings import ROOT

ROUNDS = 7
HELP_LIMIT, READY_LIMIT = 0.3, 1.5
"""Seconds."""
PLAIN_DASH = """
import sys
from dash import Dash, html
from waitress import serve
app = Dash()
app.layout = html.P("ready")
serve(app.server, port=int(sys.argv[1]))
"""

Taken = tuple[float, float]
"""Seconds by the clock, and of the processor."""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        open_context(url).table.engine.dispose()  # migrates it
        os.environ["DATABASE_URL"] = url
        ways: dict[str, Callable[[], Taken]] = {
            "--help": lambda: _run(["app.py", "--help"]),
            "ready": lambda: _serve(["app.py", "serve", "--port"], "/readyz"),
            "plain Dash": lambda: _serve(["-c", PLAIN_DASH], "/"),
        }
        rounds = [{name: way() for name, way in ways.items()} for _ in range(ROUNDS + 1)][1:]
    print("\nStart, seconds: the quickest of all rounds, by the clock and of the processor")
    for name, limit in (("--help", HELP_LIMIT), ("ready", READY_LIMIT), ("plain Dash", None)):
        clock, processor = (min(taken[name][at] for taken in rounds) for at in (0, 1))
        over = "  over" if limit and clock > limit else ""
        print(f"  {name:12}{clock:6.2f}{processor:6.2f}  limit {limit or 'none'}{over}")
    ratios = sorted(taken["ready"][1] / taken["plain Dash"][1] for taken in rounds)
    print(f"  ready, of plain Dash's processor time: {ratios[ROUNDS // 2]:.2f}")


def _run(arguments: Sequence[str]) -> Taken:
    return _time(arguments, lambda process: process.wait())


def _serve(arguments: Sequence[str], path: str) -> Taken:
    """Return what it took until the server answered at a path; the processor also stopped it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def wait_for_answer(_: object) -> None:
        while True:
            with (
                suppress(URLError, ConnectionError),
                urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30),
            ):
                return
            time.sleep(0.01)

    return _time([*arguments, str(port)], wait_for_answer)


def _time(arguments: Sequence[str], wait: Callable[[subprocess.Popen[bytes]], object]) -> Taken:
    used, start = _count_processor(), time.perf_counter()
    quiet = subprocess.DEVNULL
    command = [sys.executable, *arguments]
    process = subprocess.Popen(command, cwd=ROOT, stdout=quiet, stderr=quiet)  # noqa: S603
    wait(process)
    clock = time.perf_counter() - start
    process.terminate()
    process.wait(40)
    return clock, _count_processor() - used


def _count_processor() -> float:
    """Return the processor's seconds of all processes that were started and have ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime


if __name__ == "__main__":
    main()
