"""Has a file read by a child process, so that no file can take this one's memory, time or life.

A child serves one file after another, since starting one takes longer than reading a small file.
One that dies or that grew large is replaced. The limits are its own to keep: see `reading`.
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
from loaders.readers import limits
from loaders.readers.file_type import AGAIN, DAMAGED, build_too_large_error
from loaders.readers.sheet import Sheet

_PROGRAM = (
    "import sys; sys.path[:] = sys.argv[1:]; from loaders.readers.worker_loop import serve; serve()"
)
_ROOT = str(Path(__file__).parents[2])
_KEPT = 2


def build_command(program: str) -> list[str]:
    """What starts a child. -I and -S: what can be imported is said here, so that it need not look
    for it.
    """
    return [sys.executable, "-I", "-S", "-c", program, _ROOT, *filter(None, sys.path)]


class _Child:
    def __init__(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own program, and no shell
            build_command(_PROGRAM),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # where calamine's panics are written
        )

    def ask(self, question: object) -> tuple[Any, ...]:
        """The child's answer; EOFError where it died before that."""
        try:
            self.process.stdin.write(pickle.dumps(question))  # type: ignore[union-attr]
            self.process.stdin.flush()  # type: ignore[union-attr]
            answer: tuple[Any, ...] = pickle.load(self.process.stdout)  # type: ignore[arg-type]  # noqa: S301
        except (OSError, pickle.UnpicklingError):
            raise EOFError from None
        return answer

    def end(self) -> int:
        """How the child ended, as `Popen.returncode`; one that still runs is ended."""
        self.close()
        try:
            return self.process.wait(1)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()

    def close(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]


_idle: list[_Child] = []
"""Children without a question. Taking from and adding to a list is safe among threads."""


def read_in_worker(path: Path, wanted: tuple[str, ...]) -> tuple[tuple[str, ...], dict[str, Sheet]]:
    """The names of all sheets of a file, and the cells of those `wanted`.

    Raises UnreadableFile, also where the child did not live to say why.
    """
    child = _take()
    try:
        kind, fit, *said = child.ask((os.path.abspath(path), wanted, limits.export_limits()))
    except EOFError:
        raise _died(child.end(), path.name) from None
    except BaseException:
        child.end()
        raise
    if fit and len(_idle) < _KEPT:
        _idle.append(child)
    else:
        child.end()
    if kind == "fault":
        what, where, remedy = said
        raise UnreadableFileError(what, where=where, remedy=remedy)
    names, sheets = said
    return names, {name: Sheet.unpack(*cells) for name, cells in sheets.items()}


def _take() -> _Child:
    while True:
        try:
            child = _idle.pop()
        except IndexError:
            return _Child()
        if child.process.poll() is None:
            return child
        child.close()


def _died(code: int, name: str) -> UnreadableFileError:
    if code == -signal.SIGALRM:
        return build_too_large_error(name, f"Reading it takes longer than {limits.SECONDS} seconds")
    if code in (-signal.SIGABRT, -signal.SIGKILL):
        return build_too_large_error(name, "Reading it takes more memory than a file may take")
    return UnreadableFileError(DAMAGED, where=name, remedy=AGAIN)


def _end_all() -> None:
    while _idle:
        _idle.pop().end()


def _forget() -> None:
    """In a fork the children are the parent's: two that asked one would mix their answers up."""
    while _idle:
        child = _idle.pop()
        child.close()
        child.process.returncode = 0  # it is not ours to wait for


atexit.register(_end_all)
os.register_at_fork(after_in_child=_forget)
