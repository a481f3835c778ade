"""Read the kinds of record that the teams keep."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from indicators.configuration.toml_files import list_toml_files, read_all, read_model
from indicators.domain.catalogue import Catalogue
from indicators.domain.errors import ConfigurationError, UserError
from indicators.records.record_definition import RecordDefinition

FOLDER = "records"


def read_records(folder: Path, catalogue: Catalogue) -> Mapping[str, RecordDefinition]:
    """Read `records/*.toml` under `folder`, if there are any, in their order.

    Raises ConfigurationError holding every fault of every file, each with file, key and remedy.
    """
    files = list_toml_files(folder / FOLDER)
    found, faults = read_all(partial(_read_definition, path) for path in files)
    for each in found:
        faults += _list_faults(each, catalogue)
    if faults:
        raise ConfigurationError(faults)
    return {each.code: each for each in sorted(found, key=lambda each: (each.order, each.code))}


def _read_definition(path: Path) -> RecordDefinition:
    where = f"{FOLDER}/{path.name}"
    definition = read_model(path, RecordDefinition, where)
    if definition.code != path.stem:
        raise UserError(
            f"The file is named {path.name} but its code is “{definition.code}”.",
            where=f"{where}, key code",
            remedy="Make the two the same.",
        )
    return definition


def _list_faults(definition: RecordDefinition, catalogue: Catalogue) -> list[UserError]:
    where = f"{FOLDER}/{definition.code}.toml"
    faults = []
    if definition.code in catalogue.indicators:
        faults.append(
            UserError(
                f"There is an indicator with the code “{definition.code}”.",
                where=f"{where}, key code",
                remedy="Give the record a code of its own: agreements name both by their codes.",
            )
        )
    if definition.counts and definition.counts.service not in catalogue.services:
        faults.append(
            UserError(
                f"There is no service “{definition.counts.service}”.",
                where=f"{where}, key counts.service",
                remedy=f"programme.toml has: {', '.join(catalogue.services)}.",
            )
        )
    return faults
