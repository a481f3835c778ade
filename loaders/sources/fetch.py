"""Fetches a source's extracts into a temporary folder.

Nothing from a source is trusted: of a path only a base name with plain characters is kept, links
are not followed, and sizes are limited.
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
"""More files than this for one pattern mean a mistake in the pattern."""
_SECONDS = 900
"""The time that a listing or one file may take."""
_PIECE = limits.MEGABYTE
_TRIES = 3

_T = TypeVar("_T")


def fetch(
    source: Source, folder: Path, into: Path, environment: Mapping[str, str], month: Month
) -> Iterator[Path]:
    """Write each extract of the source below `into`, one at a time, the oldest first.

    `folder` is the folder of sources.toml; the file of a view is named after `month`. Raises
    UserError, or whatever the library behind the source raises: see `fetch_errors.explain_fault`.
    """
    if source.kind == "database":
        from loaders.sources.database_view import fetch_view

        yield _retry(lambda: fetch_view(source, into, environment, month))
        return
    files, path = _retry(lambda: connect(source, folder, environment))
    found = _retry(lambda: _list_files(files, path, source))
    if len(found) > _FILES:
        raise UserError(
            f"{len(found)} files fit the pattern; the most that can be fetched is {_FILES}.",
            remedy="Narrow the pattern, or clear the folder.",
        )
    for at, (remote, name) in enumerate(found):
        # A folder for each, so that two paths with one base name do not clash.
        path_here = into / str(at) / name
        path_here.parent.mkdir()
        yield _retry(partial(_copy, files, remote, path_here))


def _retry(what: Callable[[], _T]) -> _T:
    """Return `what()`, tried again with longer and longer waits while its error may pass."""
    for attempt in Retrying(
        retry=retry_if_exception(is_temporary),
        stop=stop_after_attempt(_TRIES),
        wait=wait_random_exponential(multiplier=0.5, max=8),
        reraise=True,
    ):
        with attempt:
            found = _run_in_time(what)
    return found


def _run_in_time(what: Callable[[], _T]) -> _T:
    """Return `what()`. Raises UserError if it does not end in time.

    A server that keeps a connection and never answers would hold the lock, and so block every later
    pull, for ever.
    """
    given: list[_T] = []
    fault: list[BaseException] = []

    def run() -> None:
        try:
            given.append(what())
        except BaseException as error:  # noqa: BLE001 - raised again in the other thread
            fault.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(_SECONDS)
    if fault:
        raise fault[0]
    if not given:
        raise UserError(
            f"It did not end within {_SECONDS // 60} minutes.", remedy="Ask the people who run it."
        )
    return given[0]


def _list_files(files: AbstractFileSystem, path: str, source: Source) -> list[tuple[str, str]]:
    """Return the paths that fit the source's pattern, with the names of the local files."""
    if source.kind == "https" and not path.endswith("/"):
        return [(path, make_safe_name(path))]
    found = []
    for about in files.ls(path, detail=True):
        remote = str(about["name"])
        name = make_safe_name(remote)
        if about["type"] != "file" or about.get("islink") or not is_match(name, (source.pattern,)):
            continue
        if source.kind == "https" and not _is_within(remote, path):
            continue
        if (about.get("size") or 0) > limits.FILE_BYTES:
            raise _build_too_large_error(name)
        found.append((str(about.get("mtime") or about.get("LastModified") or ""), remote, name))
    return [(remote, name) for _, remote, name in sorted(found)]


def _is_within(address: str, folder: str) -> bool:
    """Return whether a link leads to a file in the same folder as the page with the link."""
    there, here = urlsplit(address), urlsplit(folder)
    below = there.path.removeprefix(here.path)
    return there[:2] == here[:2] and there.path.startswith(here.path) and "/" not in below


def make_safe_name(path: str) -> str:
    """Return a safe name for a file: the last part of a path or address, with plain characters."""
    bare = urlsplit(path).path if "://" in path else path
    return file_names.make_safe_name(unquote(bare))


def _copy(files: AbstractFileSystem, remote: str, here: Path) -> Path:
    """Copy a remote file. Raises UserError if it is larger than any extract."""
    size = 0
    # Over HTTPS, block_size=0 streams the file, whatever size the server claims.
    how = {"block_size": 0, "size": 1} if "http" in files.protocol else {}
    with files.open(remote, "rb", **how) as coming, here.open("wb") as file:
        while piece := coming.read(_PIECE):
            size += len(piece)
            if size > limits.FILE_BYTES:
                raise _build_too_large_error(here.name)
            file.write(piece)
    return here


def _build_too_large_error(name: str) -> UserError:
    return UserError(
        f"{name} is larger than {limits.FILE_BYTES // limits.MEGABYTE} MB.",
        remedy="Ask for the table alone, or narrow the pattern.",
    )
