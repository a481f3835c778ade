"""Takes the one file out of an archive: `.gz`, or a `.zip` that is no workbook."""

from __future__ import annotations

import gzip
import io
import lzma
import zipfile
import zlib
from typing import IO

from indicators.domain.confirmations import join_list
from indicators.domain.errors import UnreadableFileError
from loaders.readers import limits
from loaders.readers.file_names import make_safe_name
from loaders.readers.file_type import GZIP, ZIPS, build_too_large_error
from loaders.readers.zip_bombs import is_workbook

_BLOCK_BYTES = 1 << 20
_TAR, _TAR_AT = b"ustar", 257
_NAMED = 5
_OF_THE_SYSTEM = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
"""Files that an operating system adds to an archive without a word."""
_BROKEN = (
    zipfile.BadZipFile,
    gzip.BadGzipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)
"""What unpacking raises for an archive that is damaged or made in a way that nobody uses."""


def is_archive(file: IO[bytes]) -> bool:
    """Return whether an open file is an archive. A workbook is none, nor is a damaged zip."""
    head = file.read(4)
    file.seek(0)
    try:
        return head.startswith(GZIP) or (head in ZIPS and not is_workbook(file))
    except _BROKEN:
        return False


def unpack_archive(file: IO[bytes], name: str) -> tuple[str, bytes]:
    """Return the name and the bytes of the one file in an archive with this name.

    Raises UnreadableFileError if it holds several files, another archive or too much.
    """
    head = file.read(4)
    file.seek(0)
    try:
        inside, content = (_unpack_gzip if head.startswith(GZIP) else _unpack_zip)(file, name)
    except _BROKEN:
        raise UnreadableFileError(
            "The archive is damaged or was cut short on its way.",
            where=name,
            remedy="Ask for it to be sent again, or for the file without an archive.",
        ) from None
    if is_archive(io.BytesIO(content)) or content[_TAR_AT : _TAR_AT + len(_TAR)] == _TAR:
        raise UnreadableFileError(
            f"The archive holds another archive, {inside}.",
            where=name,
            remedy="Unpack it and send the spreadsheet in it.",
        )
    return inside, content


def _unpack_gzip(file: IO[bytes], name: str) -> tuple[str, bytes]:
    with gzip.GzipFile(fileobj=file) as packed:
        return name[:-3] if name.lower().endswith(".gz") else name, _read_within(packed, name)


def _unpack_zip(file: IO[bytes], name: str) -> tuple[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        files = [
            part
            for part in archive.infolist()
            if not part.is_dir() and not any(own in part.filename for own in _OF_THE_SYSTEM)
        ]
        if len(files) != 1:
            raise _build_number_error([part.filename for part in files], name)
        if files[0].flag_bits & 1:
            raise UnreadableFileError(
                "The archive is protected by a password.",
                where=name,
                remedy="Ask for it without one, or unpack it and send the file in it.",
            )
        with archive.open(files[0]) as packed:
            return make_safe_name(files[0].filename), _read_within(packed, name)


def _build_number_error(files: list[str], name: str) -> UnreadableFileError:
    if not files:
        return UnreadableFileError("The archive is empty.", where=name, remedy="Ask for it again.")
    held = join_list([make_safe_name(file) for file in files], _NAMED)
    return UnreadableFileError(
        f"The archive holds {len(files)} files, and only one can be read: {held}.",
        where=name,
        remedy="Unpack it and send each file on its own.",
    )


def _read_within(packed: IO[bytes] | gzip.GzipFile, name: str) -> bytes:
    """Return what is packed, unless it is larger than any file may be."""
    content = bytearray()
    while block := packed.read(_BLOCK_BYTES):
        content += block
        if len(content) > limits.FILE_BYTES:
            raise build_too_large_error(name, "It unpacks to far more than an extract holds")
    return bytes(content)
