"""Read all boundary changes, and apply them to the places."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from indicators.configuration.toml_files import collect_faults, list_toml_files, read_model
from indicators.domain.boundary_changes import (
    FOLDER,
    GROUPED,
    BoundaryChange,
    apply_boundary_change,
)
from indicators.domain.core import LocalityKind
from indicators.domain.errors import ConfigurationError, UserError
from indicators.domain.localities import Locality
from indicators.domain.periods import Month


def read_boundary_change(path: Path) -> tuple[str, BoundaryChange]:
    """Return the name of a boundary change file as people know it, and its content."""
    name = f"{FOLDER}/{path.name}"
    return name, read_model(path, BoundaryChange, name)


def apply_all(
    listed: Sequence[Locality], folder: Path, without: Path | None = None
) -> list[Locality]:
    """Return the places with every boundary change of a council's folder, earliest first.

    `without` is a file to leave out. Raises ConfigurationError with every fault of the first file
    that has one.
    """
    paths = [path for path in list_toml_files(folder / FOLDER) if path != without]
    read = collect_faults([lambda path=path: read_boundary_change(path) for path in paths])  # type: ignore[misc]
    arranged: dict[tuple[Month, LocalityKind], str] = {}
    for name, arrangement in sorted(read, key=lambda each: (each[1].from_, each[0])):
        _refuse_two_of_one_month(name, arrangement, arranged)
        listed = apply_boundary_change(listed, arrangement, name)
    return list(listed)


def _refuse_two_of_one_month(
    name: str, arrangement: BoundaryChange, arranged: dict[tuple[Month, LocalityKind], str]
) -> None:
    for kind in GROUPED:
        if arrangement.get_groups(kind) is None:
            continue
        other = arranged.setdefault((arrangement.from_, kind), name)
        if other != name:
            what = f"{other} arranges the {kind}s from {arrangement.from_} too."
            fault = UserError(what, where=f"{name}, key {kind}", remedy="Keep one of the two.")
            raise ConfigurationError([fault])
