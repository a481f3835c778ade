"""The most memory that loading takes, against the file's cells alone: for the workbook and the csv
of the other two scripts. What is not likely in them is not looked for here.

The grid is what Python needs for the cells as they lie in the file: a list of rows, as
python-calamine and the csv module give them, and nothing else. Loading is the process that loads,
above what it had before the file, and all of the child that reads. Both are looked at a hundred
times a second from outside (Linux only); what a process shares with files on disk is left out. The
memory of PostgreSQL's own server is its own affair."""

import csv
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from benchmarks import load, load_text
from benchmarks.common.databases import DATABASES, fresh, postgresql_server
from benchmarks.common.figures import NOW
from benchmarks.common.loading import council_of, loader_of
from benchmarks.common.measure import Line, show
from indicators.access.permissions import PARTNER
from loaders.ingest.approval import EVERYTHING_CONFIRMED

LIMIT = 3.0
MEGABYTE = 1024 * 1024
READY = "ready"


def main() -> None:
    if len(sys.argv) > 1:
        _work(*sys.argv[1:])
        return
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(postgresql_server())
        lines = []
        for part, extract, areas in (
            ("workbook", load.write_workbook, load.AREAS),
            ("csv", load_text.write_text, load_text.AREAS),
        ):
            own = folder / part
            own.mkdir()
            path = extract(own / f"extract.{'csv' if part == 'csv' else 'xlsx'}")
            council = council_of(own / "data", areas)
            grid = _peak("grid", str(path))
            for kind in DATABASES:
                with fresh(kind, server, own) as url:
                    taken = _peak("load", str(path), url, str(council))
                lines.append(Line(f"{part} into {kind}", [taken], [grid], LIMIT))
    show("Memory of loading, in MB", "the file's cells as a list of rows", lines)


def _work(what: str, path: str, url: str = "", council: str = "") -> None:
    """In a process of its own: get ready, say so, do it when told."""
    extract = Path(path)
    loader = loader_of(url, Path(council)) if url else None
    print(READY, flush=True)
    sys.stdin.readline()
    if loader is None:
        grid = _cells(extract)
        time.sleep(0.1)  # so that it is seen whole
        print(len(grid))
        return
    report = loader.load(
        extract,
        viewer=PARTNER,
        now=NOW,
        synthetic=True,
        approval=EVERYTHING_CONFIRMED,
    )
    if report.outcome != "loaded":
        raise SystemExit(f"The extract was not loaded: {report.outcome} {report.problem}")


def _cells(extract: Path) -> Sequence[list[object]] | Sequence[list[str]]:
    if extract.suffix != ".csv":
        return load.read_cells(extract)
    with extract.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _peak(*what: str) -> float:
    """The most megabytes that a process and its children take for what it is asked, beyond what it
    had when it was ready."""
    command = [sys.executable, "-m", "benchmarks.load_memory", *what]
    with subprocess.Popen(  # noqa: S603 - this very script
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin  # noqa: S101
        assert process.stdout  # noqa: S101
        if process.stdout.readline().strip() != READY:
            raise SystemExit("The process to be measured did not start.")
        before = peak = _taken(process.pid)
        process.stdin.write("\n")
        process.stdin.flush()
        while process.poll() is None:
            peak = max(peak, _taken(process.pid))
            time.sleep(0.01)
        if process.returncode:
            raise SystemExit("The process to be measured failed.")
    return (peak - before) / MEGABYTE


def _taken(process: int) -> int:
    """Bytes of memory of a process and its children, without what lies in files as well."""
    try:
        resident, shared = Path(f"/proc/{process}/statm").read_text().split()[1:3]
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return 0
    own = (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE")
    return own + sum(map(_taken, map(int, children)))


if __name__ == "__main__":
    main()
