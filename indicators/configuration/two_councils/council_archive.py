"""Reads the files of another council from a zip of its data folder, which nobody has checked.

Only the files of catalogue and places are taken out of it, within a limit, into a temporary
folder.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TypeVar

from indicators.configuration.boundary_changes_reader import apply_all
from indicators.configuration.catalogue_reader import FOLDER, read_catalogue
from indicators.configuration.toml_files import read_model
from indicators.configuration.toml_text.toml_shape import check_shape
from indicators.domain.boundary_changes import FOLDER as ARRANGEMENTS
from indicators.domain.catalogue import Catalogue
from indicators.domain.errors import ConfigurationError, UserError
from indicators.domain.place_checks import find_faults
from indicators.domain.places import Places, PlacesFile

MOST_BYTES = 4 * 1024 * 1024
"""The largest archive, and the most that its files may hold together."""
MOST_FILES = 2000
_Read = TypeVar("_Read")
PROGRAMME, PLACES, RULES = "programme.toml", "places.toml", "rules"
_PART = re.compile(r"[\w-][\w .-]*", re.ASCII)
_DEEPEST = 6
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)
"""What opening raises for an archive that is damaged, encrypted or made as nobody makes one."""


def read_council_archive(content: bytes, name: str) -> Catalogue:
    """Return the catalogue in a zip. Raises UserError for what is none, and for faults in it."""
    return _read_archive(content, name, read_catalogue)


def read_places_archive(content: bytes, name: str) -> Places:
    """Return the places in a zip, without outlines. Raises UserError as for the catalogue."""
    return _read_archive(content, name, _read_places)


def _read_places(folder: Path) -> Places:
    if not (folder / PLACES).exists():
        raise UserError(
            f"The archive has no {PLACES}.",
            remedy="Pack the whole data folder of the other council.",
        )
    read = read_model(folder / PLACES, PlacesFile, PLACES)
    if faults := find_faults(read.place, PLACES):
        raise ConfigurationError(faults)
    return Places(apply_all(read.place, folder), read.words)


def _read_archive(content: bytes, name: str, read: Callable[[Path], _Read]) -> _Read:
    if len(content) > MOST_BYTES:
        raise _build_too_large_error(name)
    with TemporaryDirectory(prefix="council-", ignore_cleanup_errors=True) as folder:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                _take_out(archive, Path(folder), name)
        except _BROKEN:
            raise UserError(
                "This is no zip archive, or it is damaged or encrypted.",
                where=name,
                remedy="Pack the data folder of the other council as a zip, without a password.",
            ) from None
        return read(Path(folder))


def _take_out(archive: zipfile.ZipFile, folder: Path, name: str) -> None:
    if len(archive.infolist()) > MOST_FILES:
        raise _build_too_large_error(name)
    paths = dict(_list_paths(archive))
    root = _find_root([*paths], name)
    taken = {
        path: part
        for path, part in paths.items()
        if root in path.parents and _is_needed(path.relative_to(root), part)
    }
    if not any(path.relative_to(root).parts[0] == FOLDER for path in taken):
        raise UserError(
            f"The archive has no indicator: there is no file in the folder {FOLDER}.",
            where=name,
            remedy="Pack the data folder of one council as it is.",
        )
    left = MOST_BYTES
    for path, part in taken.items():
        with archive.open(part) as packed:
            text = packed.read(left + 1)
        left -= len(text)
        if left < 0:
            raise _build_too_large_error(name)
        inner = path.relative_to(root)
        check_shape(text.decode("utf-8", errors="replace"), inner.as_posix())
        target = folder / inner
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text)


def _list_paths(archive: zipfile.ZipFile) -> Iterator[tuple[PurePosixPath, zipfile.ZipInfo]]:
    """Yield the files, each with its path."""
    for part in archive.infolist():
        path = PurePosixPath(part.filename.replace("\\", "/"))
        if not part.is_dir() and len(path.parts) <= _DEEPEST:
            yield path, part


def _find_root(paths: list[PurePosixPath], name: str) -> PurePosixPath:
    """Return the folder of the archive that has the programme."""
    roots = [path.parent for path in paths if path.name == PROGRAMME]
    if len(roots) != 1:
        raise UserError(
            f"The archive has {len(roots)} files {PROGRAMME}, and not one.",
            where=name,
            remedy="Pack the data folder of one council as it is.",
        )
    return roots[0]


def _is_needed(path: PurePosixPath, part: zipfile.ZipInfo) -> bool:
    """Return whether a file below the root is one of those that are read.

    Its names are plain, so that it leads out of no folder, and it is packed in the usual way.
    """
    if part.compress_type not in _PACKED or not all(map(_PART.fullmatch, path.parts)):
        return False
    is_below = path.parts[0] in (FOLDER, RULES, ARRANGEMENTS) and path.suffix == ".toml"
    return path in (PurePosixPath(PROGRAMME), PurePosixPath(PLACES)) or is_below


def _build_too_large_error(name: str) -> UserError:
    return UserError(
        "The archive holds more than the files of a council.",
        where=name,
        remedy=f"Pack {PROGRAMME}, {PLACES} and the folder {FOLDER} alone.",
    )
