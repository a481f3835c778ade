"""What slow clients cost the others: how long pages take without them and with them.

    python -m tests.soak.slow_clients

It serves an empty database with one worker, and asks for a page again and again, alone and while
200 connections send nothing and 50 have sent half of a request.
"""

from __future__ import annotations

import http.client
import time
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from tests.support.running_server import HOST, open_slow_clients, run_server

IDLE, HALF_SENT = 200, 50
REQUESTS = 300


def time_requests(port: int, path: str = "/about", requests: int = REQUESTS) -> list[float]:
    """Seconds of each request, over one connection."""
    connection, took = http.client.HTTPConnection(HOST, port, timeout=60), []
    for _ in range(requests):
        start = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        took.append(time.perf_counter() - start)
        assert answer.status == 200
    connection.close()
    return took


def describe(took: list[float]) -> str:
    cuts = quantiles(took, n=100)
    return (
        f"p50 {cuts[49] * 1000:.1f} ms, p95 {cuts[94] * 1000:.1f} ms, p99 {cuts[98] * 1000:.1f} ms"
    )


def main() -> None:
    with (
        TemporaryDirectory(prefix="soak-") as folder,
        run_server(f"sqlite:///{Path(folder) / 'soak.db'}") as port,
    ):
        time_requests(port)
        print(f"alone: {describe(time_requests(port))}")
        with open_slow_clients(port, IDLE, HALF_SENT):
            slow = describe(time_requests(port))
        print(f"with {IDLE} idle connections and {HALF_SENT} half-sent requests: {slow}")
        print(f"alone again: {describe(time_requests(port))}")


if __name__ == "__main__":
    main()
