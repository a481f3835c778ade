"""Fetches a source's extracts into a temporary folder. What is fetched is hostile: only a base name
of plain characters is kept of a path, links are not followed, and sizes are held to limits.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from fsspec import AbstractFileSystem
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from indicators.domain.errors import UserError
from indicators.domain.periods import Month
from loaders.readers import file_names, limits
from loaders.readers.file_names import is_match
from loaders.sources.connections import connect
from loaders.sources.fetch_errors import is_temporary
from loaders.sources.source_settings import Source

_FILES = 500
"""More files than this under one pattern are a mistake in the pattern."""
_SECONDS = 900
"""What a listing or one file may take."""
_PIECE = limits.MEGABYTE
_TRIES = 3

_T = TypeVar("_T")


def fetch(
    source: Source, folder: Path, into: Path, environment: Mapping[str, str], month: Month
) -> Iterator[Path]:
    """Each extract of the source, written below `into`, one at a time, oldest first.

    `folder` is where sources.toml lies; a view's rows are named for `month`. Raises UserError, or
    whatever the library behind the source raises (`source_faults.told` says it in words).
    """
    if source.kind == "database":
        from loaders.sources.database_view import fetch_view

        yield _again(lambda: fetch_view(source, into, environment, month))
        return
    files, path = _again(lambda: connect(source, folder, environment))
    found = _again(lambda: _listed(files, path, source))
    if len(found) > _FILES:
        raise UserError(
            f"{len(found)} files fit the pattern, and {_FILES} is the most that are fetched.",
            remedy="Narrow the pattern, or clear the folder.",
        )
    for at, (remote, name) in enumerate(found):
        # A folder each, so that two paths with one base name do not meet.
        path_here = into / str(at) / name
        path_here.parent.mkdir()
        yield _again(partial(_copy, files, remote, path_here))


def _again(what: Callable[[], _T]) -> _T:
    """What `what` gives, tried again with longer and longer waits while its fault may pass."""
    for attempt in Retrying(
        retry=retry_if_exception(is_temporary),
        stop=stop_after_attempt(_TRIES),
        wait=wait_random_exponential(multiplier=0.5, max=8),
        reraise=True,
    ):
        with attempt:
            found = _in_time(what)
    return found


def _in_time(what: Callable[[], _T]) -> _T:
    """What `what` gives, or a UserError where it does not end: a server that keeps a connection and
    never answers would hold the lock, and so every later pull, for ever.
    """
    given: list[_T] = []
    fault: list[BaseException] = []

    def run() -> None:
        try:
            given.append(what())
        except BaseException as error:
            fault.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(_SECONDS)
    if fault:
        raise fault[0]
    if not given:
        raise UserError(
            f"It did not end within {_SECONDS // 60} minutes.", remedy="Ask its keeper."
        )
    return given[0]


def _listed(files: AbstractFileSystem, path: str, source: Source) -> list[tuple[str, str]]:
    """The paths that fit the source's pattern, with the names they are to have here."""
    if source.kind == "https" and not path.endswith("/"):
        return [(path, make_safe_name(path))]
    found = []
    for about in files.ls(path, detail=True):
        remote = str(about["name"])
        name = make_safe_name(remote)
        if about["type"] != "file" or about.get("islink") or not is_match(name, (source.pattern,)):
            continue
        if source.kind == "https" and not _within(remote, path):
            continue
        if (about.get("size") or 0) > limits.FILE_BYTES:
            raise _too_large(name)
        found.append((str(about.get("mtime") or about.get("LastModified") or ""), remote, name))
    return [(remote, name) for _, remote, name in sorted(found)]


def _within(address: str, folder: str) -> bool:
    """Whether a link leads to a file in the very folder whose page it stands on."""
    there, here = urlsplit(address), urlsplit(folder)
    below = there.path.removeprefix(here.path)
    return there[:2] == here[:2] and there.path.startswith(here.path) and "/" not in below


def make_safe_name(path: str) -> str:
    """A name for a file here: what stands last in a path or address, and plain characters only."""
    bare = urlsplit(path).path if "://" in path else path
    return file_names.make_safe_name(unquote(bare))


def _copy(files: AbstractFileSystem, remote: str, here: Path) -> Path:
    """Write a remote file here, giving up where it is larger than any extract."""
    size = 0
    # Over HTTPS, block_size=0 reads it as it comes, whatever size the server claims.
    how = {"block_size": 0, "size": 1} if "http" in files.protocol else {}
    with files.open(remote, "rb", **how) as coming, here.open("wb") as file:
        while piece := coming.read(_PIECE):
            size += len(piece)
            if size > limits.FILE_BYTES:
                raise _too_large(here.name)
            file.write(piece)
    return here


def _too_large(name: str) -> UserError:
    return UserError(
        f"{name} is larger than {limits.FILE_BYTES // limits.MEGABYTE} MB.",
        remedy="Ask for the table alone, or narrow the pattern.",
    )
