"""Read the programme, the indicators and the council's own rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from indicators.configuration.rules_reader import read_rules
from indicators.configuration.toml_files import list_toml_files, read_all, read_model
from indicators.domain.catalogue import Catalogue, Programme
from indicators.domain.errors import ConfigurationError, UserError
from indicators.domain.indicator import Indicator

FOLDER = "catalogue"


def list_catalogue_files(folder: Path) -> list[Path]:
    """Return the files of the catalogue under `folder`, those in folders of their own as well."""
    return list_toml_files(folder / FOLDER, with_nested=True)


def _read_indicator(path: Path, folder: Path) -> Indicator:
    where = path.relative_to(folder).as_posix()
    indicator = read_model(path, Indicator, where)
    if indicator.code != path.stem:
        raise UserError(
            f"The file is named {path.name} but its code is “{indicator.code}”.",
            where=f"{where}, key code",
            remedy="Make the two the same.",
        )
    return indicator.mark_as_in(path.parent.relative_to(folder).as_posix())


def _find_repeated(indicators: Iterable[Indicator]) -> Iterator[UserError]:
    """Yield a fault for each indicator whose code another folder has too."""
    by_code: dict[str, list[Indicator]] = defaultdict(list)
    for indicator in indicators:
        by_code[indicator.code].append(indicator)
    for first, *others in by_code.values():
        for other in others:
            yield UserError(
                f"{first.where} has the same code.",
                where=f"{other.where}, key code",
                remedy="Give each its own, or remove one.",
            )


def read_catalogue(folder: Path) -> Catalogue:
    """Read `programme.toml` and every TOML file in `catalogue` and `rules` under `folder`.

    Raises ConfigurationError holding every fault of every file, each with file, key and remedy.
    """
    files = list_catalogue_files(folder)
    programme, faults = read_all(
        [lambda: read_model(folder / "programme.toml", Programme, "programme.toml")]
    )
    indicators, more = read_all(partial(_read_indicator, path, folder) for path in files)
    faults += [*more, *_find_repeated(indicators)]
    if not files:
        faults.append(
            UserError(
                "There is no indicator.",
                where=str(folder / FOLDER),
                remedy="Add one TOML file an indicator.",
            )
        )
    codes = {indicator.code for indicator in indicators} | {path.stem for path in files}
    if programme:
        services = [service.code for service in programme[0].service]
        faults += [
            UserError(
                f"There is no service “{indicator.service}”.",
                where=f"{indicator.where}, key service",
                remedy=f"programme.toml has: {', '.join(services)}.",
            )
            for indicator in indicators
            if indicator.service not in services
        ]
        faults += [
            UserError(
                f"There is no indicator “{code}”.",
                where=f"programme.toml, key {key}",
                remedy="Use the codes of files in catalogue/, or leave the key out for all.",
            )
            for key in ("progress", "counts_by_year")
            for code in getattr(programme[0], key)
            if code not in codes
        ]
    rules, wrong = read_rules(folder, codes)
    faults += wrong
    if faults:
        raise ConfigurationError(faults)
    return Catalogue(programme[0], indicators, rules)
