"""Reads the profiles of a council from their files, and checks them against its catalogue."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from pydantic import ValidationError

from indicators.configuration.toml_files import (
    collect_faults,
    convert_validation_error,
    list_toml_files,
    read_toml,
)
from indicators.domain.catalogue import Catalogue
from indicators.domain.core import BENCHMARKS, Unit
from indicators.domain.errors import ConfigurationError, UserError
from loaders.profiles.profile_schema import MeasureSpec, Profile
from loaders.profiles.toml_limits import MOST_FAULTS, read_toml_text


def read_profiles(folder: Path) -> list[Profile]:
    """Read every `*.toml` in `folder` (`data/profiles`), by name.

    There may be none yet: the first can be made in the browser. Raises ConfigurationError holding
    every fault of every file, with file, key and remedy.
    """
    return collect_faults(partial(_read_profile, path) for path in list_toml_files(folder))


def _read_profile(path: Path) -> Profile:
    where = f"profiles/{path.name}"
    try:
        profile = Profile.model_validate(read_toml(path, where))
    except ValidationError as error:
        raise ConfigurationError(convert_validation_error(error, where, Profile)) from None
    if profile.code != path.stem:
        raise UserError(
            f"The file is named {path.name} but its code is “{profile.code}”.",
            where=f"{where}, key code",
            remedy="Make the two the same.",
        )
    return profile


def check_against(profile: Profile, catalogue: Catalogue) -> None:
    """Raise ConfigurationError if a profile does not fit the catalogue.

    Its service and indicators must be in it, and each measure must fit its indicator.
    """
    faults = []
    if profile.service not in (*catalogue.services, BENCHMARKS):
        faults.append(
            _build_fault(
                profile,
                "service",
                f"There is no service “{profile.service}”.",
                f"programme.toml has: {', '.join(catalogue.services)}.",
            )
        )
    for at, table in enumerate(profile.table, 1):
        for nth, measure in enumerate(table.measure, 1):
            key = f"table.{at}.measure.{nth}.indicator"
            if misfit := _find_misfit(measure, catalogue):
                faults.append(_build_fault(profile, key, *misfit))
    if faults:
        raise ConfigurationError(faults)


def check_profiles(folder: Path, catalogue: Catalogue) -> None:
    """Raise ConfigurationError with every fault of the profiles in `folder`."""
    profiles = read_profiles(folder)
    collect_faults(partial(check_against, profile, catalogue) for profile in profiles)


def _build_fault(profile: Profile, key: str, what: str, remedy: str) -> UserError:
    return UserError(what, where=f"{profile.where}, key {key}", remedy=remedy)


def _find_misfit(measure: MeasureSpec, catalogue: Catalogue) -> tuple[str, str] | None:
    indicator = catalogue.indicators.get(measure.indicator)
    if indicator is None:
        return (
            f"There is no indicator “{measure.indicator}”.",
            f"The catalogue has: {', '.join(catalogue.indicators)}.",
        )
    if indicator.unit is Unit.COUNT and set(measure.parts) != {"numerator"}:
        return f"“{indicator.code}” is a count.", "Name the column of the count as numerator only."
    if indicator.unit is Unit.RATE and measure.percentage:
        return (
            f"“{indicator.code}” is a rate per {indicator.per:,}, not a percentage.",
            "Name the column as rate, with its base as per.",
        )
    if indicator.unit is Unit.PERCENT and measure.rate:
        return f"“{indicator.code}” is a percentage.", "Name the column as percentage, without per."
    if indicator.unit is not Unit.COUNT and measure.numerator and not measure.denominator:
        return f"“{indicator.code}” has a numerator and no denominator.", "Name its column."
    return None


def parse_profile(toml: str, where: str) -> Profile:
    """Return the profile in a TOML text. Raises ConfigurationError or UserError for `where`."""
    tables = read_toml_text(toml, where)
    try:
        return Profile.model_validate(tables).mark_as_made()
    except ValidationError as error:
        faults = convert_validation_error(error, where, Profile)
        raise ConfigurationError(faults[:MOST_FAULTS]) from None
