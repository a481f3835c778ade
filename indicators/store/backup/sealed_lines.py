"""Lines in one encrypted file: compressed by gzip, encrypted in the format of age.

`age --decrypt --identity KEY FILE | gunzip` reads it without this program. A file that was cut
short or changed does not decrypt to its end.
"""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import IO

import pyrage

from indicators.store.backup.backup_errors import BackupFileError

_EFFORT = 4
_GZIP = 31
"""What zlib calls its largest window in the format of gzip."""
_FAULTS = (pyrage.DecryptError, OSError, EOFError, zlib.error)


class LineStream:
    """Lines as a file that can be read, compressed on the way. `fault` is what went wrong."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self.fault: BaseException | None = None
        self._pieces = self._compress(lines)
        self._ready = b""

    def read(self, size: int) -> bytes:
        while not self._ready:
            try:
                self._ready = next(self._pieces)
            except StopIteration:
                return b""
            except BaseException as fault:
                self.fault = fault
                raise
        piece, self._ready = self._ready[:size], self._ready[size:]
        return piece

    def _compress(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        packer = zlib.compressobj(_EFFORT, wbits=_GZIP)
        for line in lines:
            yield packer.compress(line)
        yield packer.flush()


def write_sealed_lines(
    path: Path, lines: Iterable[bytes], recipients: list[pyrage.x25519.Recipient]
) -> int:
    """Write lines to a new file that only the recipients' keys open, and return its size in bytes.

    It has its name only when it is complete and on the disk. Raises BackupFileError if it cannot be
    written or exists.
    """
    if path.exists():
        raise BackupFileError(f"{path} exists already.", remedy="Choose another name.")
    part = name_part(path)
    stream = LineStream(lines)
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            pyrage.encrypt_io(stream, file, recipients)
            file.flush()
            os.fsync(file.fileno())
            size = file.tell()
        part.rename(path)
        _flush_folder(path.parent)
    except (OSError, pyrage.EncryptError) as error:
        part.unlink(missing_ok=True)
        if stream.fault:
            raise stream.fault from None
        reason = error.strerror if isinstance(error, OSError) else None
        raise BackupFileError(
            f"{path} cannot be written: {reason or 'the disk refused it'}.",
            remedy="Choose a folder that exists, with enough space.",
        ) from None
    return size


def name_part(path: Path) -> Path:
    """Return the name that a backup has while it is being written."""
    return path.with_name(f".{path.name}.part")


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def open_sealed_lines(
    path: Path, identities: list[pyrage.x25519.Identity]
) -> Iterator[Iterator[bytes]]:
    """Give the lines of a file as they are decrypted.

    Raises BackupFileError where it cannot be read on: what was read before may be a part only.
    """
    try:
        source = path.open("rb")
    except OSError as error:
        raise BackupFileError(
            f"{path} cannot be read: {error.strerror}.", remedy="Check its name and its rights."
        ) from None
    with source:
        reader, writer = os.pipe()
        faults: list[Exception] = []
        thread = Thread(target=_decrypt, args=(source, writer, identities, faults), daemon=True)
        thread.start()
        try:
            with os.fdopen(reader, "rb") as pipe:
                yield _read_lines(path, pipe, thread, faults)
        finally:
            thread.join()


def _decrypt(
    source: IO[bytes],
    writer: int,
    identities: list[pyrage.x25519.Identity],
    faults: list[Exception],
) -> None:
    """Decrypt into a pipe. A pipe that nobody reads on ends it."""
    try:
        with suppress(BrokenPipeError), os.fdopen(writer, "wb") as pipe:
            pyrage.decrypt_io(source, pipe, identities)
    except (pyrage.DecryptError, OSError) as error:
        faults.append(error)


def _read_lines(
    path: Path, pipe: IO[bytes], thread: Thread, faults: list[Exception]
) -> Iterator[bytes]:
    try:
        with gzip.GzipFile(fileobj=pipe) as lines:
            yield from lines
    except _FAULTS as error:
        thread.join()
        raise _explain(path, faults[0] if faults else error) from None
    thread.join()
    if faults:
        raise _explain(path, faults[0])


def _explain(path: Path, fault: Exception) -> BackupFileError:
    if isinstance(fault, pyrage.DecryptError) and "key" in str(fault).lower():
        return BackupFileError(
            f"{path} was encrypted for another key.",
            remedy="Name the file of its key in BACKUP_KEY_FILE.",
        )
    return BackupFileError(
        f"{path} is not a complete backup: it was cut short or changed, or is another kind of "
        "file.",
        remedy="Use another backup.",
    )
