"""Turns what was typed for a new council into the plan of its files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click
from pydantic import ValidationError

from cli.council.place_file import read_place_file
from indicators.configuration.new_council.council_plan import (
    CouncilPlan,
    PlannedAgreement,
    PlannedIndicator,
    TargetChoice,
)
from indicators.configuration.new_council.shipped_files import ShippedFiles
from indicators.configuration.toml_files import convert_validation_error
from indicators.domain.catalogue import Service
from indicators.domain.core import Placement
from indicators.domain.errors import ConfigurationError, UserError

_NO_TARGET = "none"
_AGREEMENT = "Information-sharing agreement"


@dataclass(frozen=True)
class TypedCouncil:
    """The arguments and options of the command. An empty one leaves the choice to the command."""

    name: str
    council: str
    whole: str
    services: Sequence[str]
    places: Path | None
    property_name: str
    indicators: Sequence[str]
    targets: Sequence[str]
    profiles: Sequence[str]
    approver: str
    until: date | None


def build_plan(typed: TypedCouncil, shipped: ShippedFiles, today: date) -> CouncilPlan:
    """Return the plan. Raises UserError for an unknown code or a value that cannot be."""
    services = tuple(_choose_services(typed.services, shipped))
    codes = [service.code for service in services]
    indicators = list(typed.indicators) or _list_rows(codes, shipped)
    _refuse_unknown("indicator", indicators, shipped.list_codes(set(codes)))
    profiles = list(typed.profiles) or _list_profiles(codes, indicators, shipped)
    _refuse_unknown("profile", profiles, _list_profiles(codes, indicators, shipped))
    targets = dict(_split_pair("--target", each) for each in typed.targets)
    _refuse_unknown("chosen indicator", targets, indicators)
    source = f"Agreed by {typed.council}"
    given: dict[str, object] = {
        "name": typed.name,
        "council": typed.council,
        "whole": typed.whole or typed.council,
        "service": services,
        "indicator": tuple(_choose_target(each, targets, source) for each in indicators),
        "profiles": tuple(profiles),
        "agreement": _choose_agreement(typed, today),
    }
    if typed.places:
        places, outlines = read_place_file(typed.places, typed.property_name)
        given |= {"area": places.areas, "teams": places.teams, "hubs": places.hubs}
        given["outlines"] = outlines
    return CouncilPlan.model_validate(given)


def _choose_services(typed: Sequence[str], shipped: ShippedFiles) -> Iterable[Service]:
    """Yield the services typed as CODE=AGENCY:NAME; if none are, those awaited each month."""
    known = shipped.catalogue.services
    if not typed:
        for each in shipped.catalogue.dashboard_services:
            yield each.model_copy(update={"agency": each.name, "agency_name": each.name})
    for text in typed:
        code, agency = _split_pair("--service", text)
        _refuse_unknown("service", [code], known)
        short, _, name = (part.strip() for part in agency.partition(":"))
        yield known[code].model_copy(update={"agency": short, "agency_name": name or short})


def _list_rows(services: Sequence[str], shipped: ShippedFiles) -> list[str]:
    """Return the indicators of these services that are rows of every dashboard."""
    every = shipped.catalogue.indicators.values()
    return [i.code for i in every if i.shown is Placement.DASHBOARD and i.service in services]


def _list_profiles(
    services: Sequence[str], indicators: Sequence[str], shipped: ShippedFiles
) -> list[str]:
    """Return the profiles that read a chosen indicator of a chosen service."""
    return [
        code
        for code, profile in shipped.profiles.items()
        if profile.service in services and not set(indicators).isdisjoint(profile.indicators)
    ]


def _choose_target(code: str, targets: dict[str, str], source: str) -> PlannedIndicator:
    typed = targets.get(code)
    if typed is None:
        return PlannedIndicator(code=code)
    if typed == _NO_TARGET:
        return PlannedIndicator(code=code, choice=TargetChoice.NONE)
    own = {"code": code, "choice": TargetChoice.OWN, "value": typed, "source": source}
    try:
        return PlannedIndicator.model_validate(own)
    except ValidationError as error:
        raise ConfigurationError(convert_validation_error(error, f"--target {code}")) from None


def _choose_agreement(typed: TypedCouncil, today: date) -> PlannedAgreement | None:
    if typed.until is None and not typed.approver:
        return None
    if typed.until is None or not typed.approver:
        raise click.UsageError("An agreement needs --agreed-by and --agreed-until.")
    if typed.until < today:
        raise UserError(
            f"The agreement ended on {typed.until}.", remedy="Give the last day of one in force."
        )
    agreed = {"name": _AGREEMENT, "approver": typed.approver, "from": today, "until": typed.until}
    return PlannedAgreement.model_validate(agreed)


def _split_pair(option: str, text: str) -> tuple[str, str]:
    code, _, value = (part.strip() for part in text.partition("="))
    if not code or not value:
        raise click.UsageError(f"{option} {text}: write it as CODE=VALUE.")
    return code, value


def _refuse_unknown(noun: str, codes: Iterable[str], known: Iterable[str]) -> None:
    listed = list(known)
    for code in codes:
        if code not in listed:
            raise UserError(
                f"There is no {noun} “{code}”.", remedy=f"There are: {', '.join(listed)}."
            )
