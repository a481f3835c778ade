"""What runs in the child process: one file after another, within limits, to columns of cells.

The memory limit is kept by the system, which macOS does not do: there the guards against bombs, the
number of cells and the time limit stand alone.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from indicators.domain.errors import UnreadableFileError
from loaders.readers import limits
from loaders.readers.column_packing import PackedSheet
from loaders.readers.csv_reader import read_delimited
from loaders.readers.file_names import is_match
from loaders.readers.file_type import (
    AGAIN,
    DAMAGED,
    FileKind,
    build_too_large_error,
    detect_file_kind,
)
from loaders.readers.workbook_reader import Sheets, read_workbook

_SCALE = 1 if sys.platform == "darwin" else 1024
"""The largest memory is told in bytes on macOS, elsewhere in kilobytes."""


def read_file(path: Path, wanted: tuple[str, ...]) -> tuple[tuple[str, ...], Sheets]:
    """The names of the sheets in a file, and the cells of those whose names fit `wanted`. Raises
    UnreadableFile.
    """
    head = _head(path)
    if detect_file_kind(head, path.name) is FileKind.TEXT:
        return ("",), {"": read_delimited(path)}
    return read_workbook(path, path.read_bytes(), lambda name: is_match(name, wanted))


def _head(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise UnreadableFileError(
                "This is a folder.", where=path.name, remedy="Name the files in it."
            )
        with path.open("rb") as file:
            head, size = file.read(4096), os.fstat(file.fileno()).st_size
            blank = not head.strip() and not any(
                block.strip() for block in iter(file.readline, b"")
            )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name cannot be used"
        raise UnreadableFileError(
            f"The file cannot be opened: {reason}.", where=path.name, remedy="Check where it is."
        ) from None
    if size > limits.FILE_BYTES:
        raise UnreadableFileError(
            f"The file is larger than {limits.FILE_BYTES // limits.MEGABYTE} MB.",
            where=path.name,
            remedy="Send the table alone, or fewer months of it.",
        )
    if blank:
        raise UnreadableFileError("The file is empty.", where=path.name, remedy="Ask for it again.")
    return head


def serve() -> None:
    """Answer questions (path, patterns, limits) from standard input until it is
    closed. An answer is `("done", fit, names, sheets)` or `("fault", fit, what, where, remedy)`;
    `fit` says whether another file may be asked for.
    """
    questions, answers = _pipes()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, who ends us
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM})
    gc.disable()  # rows are no garbage, and leave by themselves
    with suppress(EOFError, BrokenPipeError):
        while True:
            path, wanted, bounds = pickle.load(questions)  # noqa: S301 - from our own parent
            vars(limits).update(bounds)
            limit_memory()
            # Its default is to end the process, wherever in calamine it is by then.
            signal.alarm(limits.SECONDS)
            _send(_answer(Path(path), wanted), answers)
            signal.alarm(0)
    os._exit(0)  # nothing is left to tidy, and that is quicker


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output, kept from whoever else might read or write them."""
    pipes = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb", 1 << 20)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    return pipes


def limit_memory() -> None:
    """Ask the system to grant this process no more than `limits.MEMORY_BYTES`."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    most = limits.MEMORY_BYTES if hard < 0 else min(limits.MEMORY_BYTES, hard)
    with suppress(ValueError, OSError):  # macOS may refuse
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _send(answer: tuple[Any, ...], answers: BinaryIO) -> None:
    pickler = pickle.Pickler(answers, 5)
    pickler.fast = True  # no two cells are one object, so do not look for any
    try:
        pickler.dump(answer)
        answers.flush()
    except MemoryError:
        os.abort()  # half of it may be written: how we end says the rest


def _answer(path: Path, wanted: tuple[str, ...]) -> tuple[Any, ...]:
    try:
        names, sheets = read_file(path, wanted)
        handed = {name: _handed(packed) for name, packed in sheets.items()}
    except UnreadableFileError as told:
        return "fault", _fit(), told.what, told.where, told.remedy
    except MemoryError:
        much = build_too_large_error(path.name, "Reading it takes more memory than a file may take")
        return "fault", False, much.what, much.where, much.remedy
    except Exception:
        return "fault", False, DAMAGED, path.name, AGAIN
    return "done", _fit(), names, handed


def _handed(packed: PackedSheet) -> tuple[int, list[tuple[list[Any], pickle.PickleBuffer]]]:
    """What `Sheet.unpacked` takes; the codes go into the pipe as they lie in memory."""
    columns = packed.columns
    return packed.height, [(one.values, pickle.PickleBuffer(one.codes)) for one in columns]


def _fit() -> bool:
    """Whether the process is still small: what Python once took it does not all give back."""
    return _resident() < limits.KEPT_BYTES


def _resident() -> int:
    """Bytes of memory in use; where the system does not tell, the most there ever were. (On Linux
    the most is of no use: a process begins with that of the one that started it.)
    """
    try:
        return int(Path("/proc/self/statm").read_bytes().split()[1]) * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _SCALE
