"""Compares the catalogues of two councils, line by line."""

from __future__ import annotations

from indicators.domain.catalogue import Catalogue, Service
from indicators.domain.catalogue_parts.indicator_parts import Target
from indicators.domain.file_models import FileModel
from indicators.domain.indicator import Indicator


class ComparedLine(FileModel):
    """What two councils say of one thing; "" where one says nothing."""

    subject: str
    what: str
    one: str
    two: str
    differs: bool


def compare_catalogues(one: Catalogue, two: Catalogue) -> list[ComparedLine]:
    """Return the services and indicators of two councils side by side, by their codes.

    What only one of them has is one line.
    """
    names = (one.programme.council, two.programme.council)
    lines = []
    for code in dict.fromkeys([*one.services, *two.services]):
        services = (_describe_service(each.services.get(code)) for each in (one, two))
        lines += _compare(f"service {code}", names, *services)
    for code in dict.fromkeys([*one.indicators, *two.indicators]):
        indicators = (_describe_indicator(each.indicators.get(code)) for each in (one, two))
        lines += _compare(code, names, *indicators)
    return lines


def _compare(
    subject: str, councils: tuple[str, str], one: dict[str, str], two: dict[str, str]
) -> list[ComparedLine]:
    if not (one and two):
        line = ComparedLine(
            subject=subject,
            what=f"only in {councils[0] if one else councils[1]}",
            one=one.get("name", ""),
            two=two.get("name", ""),
            differs=True,
        )
        return [line]
    return [
        ComparedLine(
            subject=subject,
            what=what,
            one=one.get(what, ""),
            two=two.get(what, ""),
            differs=one.get(what) != two.get(what),
        )
        for what in dict.fromkeys([*one, *two])
    ]


def _describe_service(service: Service | None) -> dict[str, str]:
    """Return what a service says, by what it says it of."""
    if service is None:
        return {}
    return {"name": service.name, "sent by": service.agency, "due day": str(service.due_day)}


def _describe_indicator(indicator: Indicator | None) -> dict[str, str]:
    """Return what an indicator says, by what it says it of."""
    if indicator is None:
        return {}
    described = {
        "name": indicator.name,
        "service": indicator.service,
        "unit": f"{indicator.unit}, {indicator.better} is better, every {indicator.every}",
        "small numbers": f"1 to {indicator.small_number_threshold}",
    }
    for each in indicator.definition:
        out_of = f", out of: {each.denominator}" if each.denominator else ""
        described[f"definition from {each.from_}"] = f"{each.numerator}{out_of} ({each.code})"
    for target in indicator.target:
        where = f" for {target.place}" if target.place else ""
        what = f"target from {target.from_}{where}"
        for line, text in ((what, _describe_target(target)), (f"source of {what}", target.source)):
            # Two targets may begin together, each for a definition of its own.
            described[line] = f"{described[line]}; {text}" if line in described else text
    return described


def _describe_target(target: Target) -> str:
    """Return all of a target that decides which verdict a figure gets."""
    parts = [
        f"{target.value} to {target.until}" if target.until else str(target.value),
        f"for a {target.per}" if target.per else "",
        f"N/A closer than {target.tolerance}" if target.tolerance else "",
        f"definition {target.definition}",
        "assumed" if target.assumed else "",
    ]
    return ", ".join(filter(None, parts))
