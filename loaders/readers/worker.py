"""Reads files in worker processes, so that no file can fill this one's memory, block or crash it.

A worker reads one file after another, since starting one takes longer than reading a small file. A
worker that dies or has grown large is replaced. It keeps to the limits itself: see `worker_loop`.
"""

from __future__ import annotations

import atexit
import os
import pickle
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from indicators.domain.errors import UnreadableFileError
from indicators.domain.operations.child_environment import build_child_environment
from loaders.readers import limits
from loaders.readers.file_type import AGAIN, DAMAGED, build_too_large_error
from loaders.readers.layout.sheet_layout import SheetLayout

_PROGRAM = (
    "import sys; sys.path[:] = sys.argv[1:]; from loaders.readers.worker_loop import serve; serve()"
)
_ROOT = str(Path(__file__).parents[2])
_MOST_IDLE = 2

Answer = tuple[tuple[str, ...], tuple[str, ...], str, dict[str, tuple[SheetLayout, int, list[Any]]]]
"""The names of all sheets and of the hidden ones, the name of the file in an archive, and by sheet
its layout, its height and its columns, as `Sheet.unpack` takes them."""


def build_command(program: str) -> list[str]:
    """Return the command that starts a worker.

    With -I and -S it imports only from the folders named here, and does not search for others.
    """
    return [sys.executable, "-I", "-S", "-c", program, _ROOT, *filter(None, sys.path)]


class _Worker:
    """A process that reads files, and the pipes to it."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own program, and no shell
            build_command(_PROGRAM),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # where calamine's panics are written
            env=build_child_environment(os.environ),
        )

    def ask(self, question: object) -> tuple[Any, ...]:
        """Return the worker's answer. Raises EOFError if it died before it answered."""
        try:
            self.process.stdin.write(pickle.dumps(question))  # type: ignore[union-attr]
            self.process.stdin.flush()  # type: ignore[union-attr]
            answer: tuple[Any, ...] = pickle.load(self.process.stdout)  # type: ignore[arg-type]  # noqa: S301
        except (OSError, pickle.UnpicklingError):
            raise EOFError from None
        return answer

    def stop(self) -> int:
        """End the process if it still runs, and return `Popen.returncode`."""
        self.close_pipes()
        try:
            return self.process.wait(1)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()

    def close_pipes(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]


idle_workers: list[_Worker] = []
"""Workers that are ready for a file. Taking from a list and adding to it is safe among threads."""


def read_in_worker(path: Path, wanted: tuple[str, ...]) -> Answer:
    """Return a file with the cells of the sheets `wanted`.

    Raises UnreadableFileError, also if the worker died before it could say why.
    """
    worker = _take_worker()
    try:
        kind, reusable, *answer = worker.ask(
            (os.path.abspath(path), wanted, limits.export_limits())
        )
    except EOFError:
        raise _build_error(worker.stop(), path.name) from None
    except BaseException:
        worker.stop()
        raise
    if reusable and len(idle_workers) < _MOST_IDLE:
        idle_workers.append(worker)
    else:
        worker.stop()
    if kind == "fault":
        what, where, remedy = answer
        raise UnreadableFileError(what, where=where, remedy=remedy)
    names, hidden, inside, sheets = answer
    return names, hidden, inside, sheets


def _take_worker() -> _Worker:
    while True:
        try:
            worker = idle_workers.pop()
        except IndexError:
            return _Worker()
        if worker.process.poll() is None:
            return worker
        worker.close_pipes()


def _build_error(code: int, name: str) -> UnreadableFileError:
    """Say why a worker ended before it answered, by its return code."""
    if code == -signal.SIGALRM:
        return build_too_large_error(name, f"Reading it takes longer than {limits.SECONDS} seconds")
    if code in (-signal.SIGABRT, -signal.SIGKILL):
        return build_too_large_error(name, "Reading it takes more memory than a file may take")
    return UnreadableFileError(DAMAGED, where=name, remedy=AGAIN)


def _stop_all() -> None:
    while idle_workers:
        idle_workers.pop().stop()


def _forget_all() -> None:
    """Forget the workers after a fork: they are the parent's, and answers would be mixed up."""
    while idle_workers:
        worker = idle_workers.pop()
        worker.close_pipes()
        worker.process.returncode = 0  # it is not ours to wait for


atexit.register(_stop_all)
os.register_at_fork(after_in_child=_forget_all)
