"""Read the programme and the indicators."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from indicators.configuration.toml_files import read_all, read_model
from indicators.domain.catalogue import Catalogue, Programme
from indicators.domain.errors import ConfigurationError, UserError
from indicators.domain.indicator import Indicator


def _read_indicator(path: Path) -> Indicator:
    where = f"catalogue/{path.name}"
    indicator = read_model(path, Indicator, where)
    if indicator.code != path.stem:
        raise UserError(
            f"The file is named {path.name} but its code is “{indicator.code}”.",
            where=f"{where}, key code",
            remedy="Make the two the same.",
        )
    return indicator


def read_catalogue(folder: Path) -> Catalogue:
    """Read `programme.toml` and `catalogue/*.toml` under `folder`.

    Raises ConfigurationError holding every fault of every file, each with file, key and remedy.
    """
    files = sorted((folder / "catalogue").glob("*.toml"))
    programme, faults = read_all(
        [lambda: read_model(folder / "programme.toml", Programme, "programme.toml")]
    )
    indicators, more = read_all(partial(_read_indicator, path) for path in files)
    faults += more
    if not files:
        faults.append(
            UserError(
                "There is no indicator.",
                where=str(folder / "catalogue"),
                remedy="Add one TOML file an indicator.",
            )
        )
    if programme:
        services = [service.code for service in programme[0].service]
        faults += [
            UserError(
                f"There is no service “{indicator.service}”.",
                where=f"catalogue/{indicator.code}.toml, key service",
                remedy=f"programme.toml has: {', '.join(services)}.",
            )
            for indicator in indicators
            if indicator.service not in services
        ]
        known = {indicator.code for indicator in indicators} | {path.stem for path in files}
        faults += [
            UserError(
                f"There is no indicator “{code}”.",
                where=f"programme.toml, key {key}",
                remedy="Use the codes of files in catalogue/, or leave the key out for all.",
            )
            for key in ("progress", "counts_by_year")
            for code in getattr(programme[0], key)
            if code not in known
        ]
    if faults:
        raise ConfigurationError(faults)
    return Catalogue(programme[0], indicators)
