"""The people of tests/spec/access.toml, each as the viewer that their account makes."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from indicators.access.permissions import NOBODY, Viewer
from indicators.access.roles import AccessContext, Person, Role, build_viewer
from indicators.domain.sharing.agreements import Agreement, Agreements
from tests.support.two_agencies import CATALOGUE, GROUPS, INDICATORS, PLACES

SPEC = Path(__file__).parents[1] / "spec" / "access.toml"
TODAY = date(2026, 11, 29)
AGREEMENT = Agreement.model_validate(
    {
        "code": "sharing",
        "name": "Sharing agreement",
        "parties": ["ALPHA", "BETA"],
        "purpose": "Meetings",
        "approver": "Information governance lead",
        "from": "2013-04-01",
        "until": "2030-03-31",
    }
)
CONTEXT = AccessContext(PLACES, CATALOGUE.services.values(), Agreements((AGREEMENT,)))


@dataclass(frozen=True)
class SpecPerson:
    """One person of the specification."""

    name: str
    may: frozenset[str]
    sees: frozenset[tuple[str, str]]
    viewer: Viewer

    @property
    def sees_not(self) -> frozenset[tuple[str, str]]:
        """The pairs of indicator and place whose figures the person does not see."""
        return frozenset((i, p) for i in INDICATORS for p in GROUPS) - self.sees


@cache
def read_spec() -> Mapping[str, Any]:
    return tomllib.loads(SPEC.read_text(encoding="utf-8"))


@cache
def read_people() -> Mapping[str, SpecPerson]:
    """Every person by name."""
    return {name: _build_person(name, keys) for name, keys in read_spec()["person"].items()}


def _build_person(name: str, keys: Mapping[str, Any]) -> SpecPerson:
    pairs = [(code, place) for code, held in keys.get("sees", {}).items() for place in held]
    viewer = NOBODY
    if "roles" in keys:
        person = Person(
            name,
            frozenset(Role(role) for role in keys["roles"]),
            keys["organisation"],
            keys.get("team", ""),
            keys.get("service", ""),
        )
        viewer = build_viewer(person, CONTEXT, keys.get("day", TODAY))
    return SpecPerson(name, frozenset({"anyone", *keys["may"]}), frozenset(pairs), viewer)
