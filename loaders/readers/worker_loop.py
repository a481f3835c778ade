"""Runs in the worker process: reads one file after another, within limits, into columns of cells.

The system enforces the memory limit, except on macOS: there only the guards against bombs, the
number of cells and the time limit protect it.
"""

from __future__ import annotations

import gc
import io
import os
import pickle
import resource
import signal
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from indicators.domain.errors import UnreadableFileError
from loaders.readers import limits
from loaders.readers.archives import is_archive, unpack_archive
from loaders.readers.column_packing import PackedSheet
from loaders.readers.csv_reader import read_delimited
from loaders.readers.file_names import is_match
from loaders.readers.file_type import (
    GZIP,
    ZIPS,
    FileKind,
    build_too_large_error,
    detect_file_kind,
)
from loaders.readers.layout.sheet_layout import SheetLayout
from loaders.readers.raw_file import RawFile
from loaders.readers.workbook_reader import read_workbook

_HEAD_BYTES = 4096
_SCALE = 1 if sys.platform == "darwin" else 1024
"""The most memory used is reported in bytes on macOS, elsewhere in kilobytes."""


def read_file(path: Path, wanted: tuple[str, ...]) -> RawFile:
    """Return the names of the sheets in a file, and the cells of those that fit `wanted`.

    Raises UnreadableFileError.
    """
    head = _read_head(path)
    if head.startswith((GZIP, *ZIPS)):
        with path.open("rb") as file:
            if is_archive(file):
                return _read_archive(file, path.name, wanted)
    if detect_file_kind(head, path.name) is FileKind.TEXT:
        with path.open("rb") as file:
            return RawFile(("",), {"": read_delimited(file, path.name)})
    return read_workbook(path.name, path.read_bytes(), lambda name: is_match(name, wanted), path)


def _read_archive(file: BinaryIO, archive: str, wanted: tuple[str, ...]) -> RawFile:
    """Read the one file in an archive, which is unpacked in memory only."""
    file.seek(0)
    name, content = unpack_archive(file, archive)
    _refuse_blank(not content.strip(), archive)
    if detect_file_kind(content[:_HEAD_BYTES], name) is FileKind.TEXT:
        raw = RawFile(("",), {"": read_delimited(io.BytesIO(content), name)})
    else:
        raw = read_workbook(name, content, lambda sheet: is_match(sheet, wanted))
    return replace(raw, inside=name)


def _read_head(path: Path) -> bytes:
    """Return the first bytes of a file that is neither too large nor empty."""
    try:
        if path.is_dir():
            raise UnreadableFileError(
                "This is a folder.", where=path.name, remedy="Name the files in it."
            )
        with path.open("rb") as file:
            head, size = file.read(_HEAD_BYTES), os.fstat(file.fileno()).st_size
            blank = not head.strip() and not any(
                block.strip() for block in iter(file.readline, b"")
            )
    except OSError as error:
        raise _build_open_error(path.name, error.strerror) from None
    except ValueError:
        raise _build_open_error(path.name, None) from None
    if size > limits.FILE_BYTES:
        raise UnreadableFileError(
            f"The file is larger than {limits.FILE_BYTES // limits.MEGABYTE} MB.",
            where=path.name,
            remedy="Send the table alone, or fewer months of it.",
        )
    _refuse_blank(blank, path.name)
    return head


def _refuse_blank(blank: bool, name: str) -> None:
    if blank:
        raise UnreadableFileError("The file is empty.", where=name, remedy="Ask for it again.")


def _build_open_error(name: str, reason: str | None) -> UnreadableFileError:
    return UnreadableFileError(
        f"The file cannot be opened: {reason or 'its name cannot be used'}.",
        where=name,
        remedy="Check where it is.",
    )


def serve() -> None:
    """Answer questions (path, patterns, limits) from standard input until it is closed.

    An answer is `("done", reusable, names, hidden, inside, sheets)` or `("fault", reusable, what,
    where, remedy)`; `reusable` says whether this process may read another file. After an error that
    nobody expected the process ends, and the parent reports the file as damaged.
    """
    questions, answers = _open_pipes()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends this one
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM})
    gc.disable()  # rows hold no cycles, so looking for garbage only takes time
    with suppress(EOFError, BrokenPipeError):
        while True:
            path, wanted, bounds = pickle.load(questions)  # noqa: S301 - from our own parent
            vars(limits).update(bounds)
            limits.limit_memory()
            # By default it ends the process, wherever in calamine that is by then.
            signal.alarm(limits.SECONDS)
            _send_answer(_build_answer(Path(path), wanted), answers)
            signal.alarm(0)
    os._exit(0)  # nothing is left to tidy, and that is quicker


def _open_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Take standard input and output, so that no library reads or writes them."""
    pipes = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb", 1 << 20)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    return pipes


def _send_answer(answer: tuple[Any, ...], answers: BinaryIO) -> None:
    pickler = pickle.Pickler(answers, 5)
    pickler.fast = True  # no two cells are one object, so do not look for any
    try:
        pickler.dump(answer)
        answers.flush()
    except MemoryError:
        os.abort()  # half of it may be written, so the exit code says the rest


def _build_answer(path: Path, wanted: tuple[str, ...]) -> tuple[Any, ...]:
    try:
        raw = read_file(path, wanted)
        packed = {name: _pack_for_pipe(sheet) for name, sheet in raw.sheets.items()}
    except UnreadableFileError as error:
        return "fault", _is_small(), error.what, error.where, error.remedy
    except MemoryError:
        much = build_too_large_error(path.name, "Reading it takes more memory than a file may take")
        return "fault", False, much.what, much.where, much.remedy
    return "done", _is_small(), raw.names, raw.hidden, raw.inside, packed


def _pack_for_pipe(
    packed: PackedSheet,
) -> tuple[SheetLayout, int, list[tuple[list[Any], pickle.PickleBuffer]]]:
    """Return the layout, and what `Sheet.unpack` takes; codes go into the pipe as in memory."""
    columns = [(one.values, pickle.PickleBuffer(one.codes)) for one in packed.columns]
    return packed.layout, packed.height, columns


def _is_small() -> bool:
    """Return whether the process is still small: Python does not give back all it once took."""
    return _measure_memory() < limits.KEPT_BYTES


def _measure_memory() -> int:
    """Return the bytes of memory in use, or the most ever used if the system reports only that.

    (On Linux the most is of no use: a process begins with that of the one that started it.)
    """
    try:
        return int(Path("/proc/self/statm").read_bytes().split()[1]) * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _SCALE
