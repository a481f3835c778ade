"""The shipped `data/`, from which the files of a new council are written."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from indicators.configuration.catalogue_reader import list_catalogue_files, read_catalogue
from indicators.configuration.new_council.profile_text import find_service, list_measured
from indicators.domain.catalogue import Catalogue
from indicators.domain.core import BENCHMARKS


@dataclass(frozen=True)
class ShippedProfile:
    """A shipped profile: its text, and the service and indicators that it reads."""

    text: str
    service: str
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class ShippedFiles:
    """The files in a folder, as text."""

    folder: Path

    @cached_property
    def catalogue(self) -> Catalogue:
        return read_catalogue(self.folder)

    @cached_property
    def indicators(self) -> dict[str, str]:
        """The path of each indicator's file in the folder, by code."""
        paths = list_catalogue_files(self.folder)
        return {path.stem: path.relative_to(self.folder).as_posix() for path in paths}

    @cached_property
    def profiles(self) -> dict[str, ShippedProfile]:
        """The profiles that read files of a service, by code."""
        found = {}
        for path in sorted((self.folder / "profiles").glob("*.toml")):
            text = path.read_text(encoding="utf-8")
            if (service := find_service(text)) != BENCHMARKS:
                found[path.stem] = ShippedProfile(text, service, tuple(list_measured(text)))
        return found

    def read_text(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    def list_paths(self, folder: str) -> list[str]:
        """Return the TOML files in a folder of it."""
        return [f"{folder}/{path.name}" for path in sorted((self.folder / folder).glob("*.toml"))]

    def list_codes(self, services: set[str]) -> list[str]:
        """Return the codes of the indicators of these services, in the order of the pages."""
        return [i.code for i in self.catalogue.indicators.values() if i.service in services]
