"""Check the files of a new council with the readers that a running dashboard uses."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from indicators.configuration.agreements_reader import read_agreements
from indicators.configuration.catalogue_reader import read_catalogue
from indicators.configuration.events_reader import read_events
from indicators.configuration.places_reader import read_places
from indicators.configuration.records_reader import read_records
from indicators.configuration.retention_reader import read_retention
from indicators.configuration.target_places import check_targets
from indicators.domain.settings.configuration import Configuration


def check_folder(folder: Path) -> None:
    """Raise ConfigurationError with every fault of the first file that has one."""
    catalogue, places = read_catalogue(folder), read_places(folder)
    check_targets(catalogue, places)
    read_events(folder, catalogue, places)
    records = read_records(folder, catalogue)
    files = Configuration(catalogue, places, records=frozenset(records))
    read_agreements(folder, files.known_codes)
    read_retention(folder)


def check_files(files: Mapping[str, str]) -> None:
    """Raise ConfigurationError with every fault of the first of these files that has one."""
    with TemporaryDirectory() as folder:
        put_files(Path(folder), files)
        check_folder(Path(folder))


def put_files(folder: Path, files: Mapping[str, str]) -> None:
    """Write files below a folder, which is made if it is missing."""
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())
