"""The fields of the steps programme, services and sharing: filled from a plan, and read into it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indicators.configuration.new_council.council_plan import (
    CouncilPlan,
    PlannedAgreement,
)
from indicators.configuration.new_council.shipped_files import ShippedFiles
from indicators.domain.catalogue import Service
from layouts.pages.setup.typed_values import Values, is_ticked, read_line, validate_part

AGREEMENT = "Information-sharing agreement"
_TEXTS = ("name", "council", "whole")
_PROGRAMME_FIELDS = {"first_month": "areas belong to their teams from"}
_SERVICE_FIELDS = {"due_day": "due on day"}
_AGREEMENT_FIELDS = {
    "name": "title",
    "approver": "who approved it",
    "from": "first day",
    "until": "last day",
}


def fill_programme(plan: CouncilPlan, _: ShippedFiles) -> dict[str, str]:
    """Return the names and words of the plan."""
    return {
        **{name: str(getattr(plan, name)) for name in (*_TEXTS, "about")},
        "whole_one": plan.whole_words[0],
        "whole_many": plan.whole_words[1],
        "area_one": plan.area_words[0],
        "area_many": plan.area_words[1],
        "first_month": str(plan.first_month),
    }


def read_programme(values: Values, plan: CouncilPlan, _: ShippedFiles) -> CouncilPlan:
    """Return the plan with these names; words of which one is empty stay as they are."""
    given: dict[str, Any] = {name: read_line(values, name) for name in (*_TEXTS, "about")}
    for words in ("whole", "area"):
        one, many = (read_line(values, f"{words}_{number}") for number in ("one", "many"))
        if one and many:
            given[f"{words}_words"] = (one, many)
    if month := read_line(values, "first_month"):
        given["first_month"] = month
    part = validate_part(CouncilPlan, given, "This step", _PROGRAMME_FIELDS)
    return plan.model_copy(update={name: getattr(part, name) for name in part.model_fields_set})


def fill_services(plan: CouncilPlan, shipped: ShippedFiles) -> dict[str, str]:
    """Return the fields of every shipped service; those that are chosen are ticked."""
    chosen = {service.code: service for service in plan.service}
    values: dict[str, str] = {}
    for code, known in shipped.catalogue.services.items():
        service = chosen.get(code)
        values |= {
            f"use-{code}": "on" if service else "",
            f"name-{code}": service.name if service else known.name,
            f"agency-{code}": service.agency if service else "",
            f"full-{code}": service.agency_name if service else "",
            f"due-{code}": str((service or known).due_day),
            f"contact-{code}": service.contact if service else "",
        }
    return values


def read_services(values: Values, plan: CouncilPlan, shipped: ShippedFiles) -> CouncilPlan:
    """Return the plan with the ticked services; a short name alone is the full name as well."""
    services = []
    for code, known in shipped.catalogue.services.items():
        if not is_ticked(values, f"use-{code}"):
            continue
        name = read_line(values, f"name-{code}") or known.name
        full = read_line(values, f"full-{code}")
        short = read_line(values, f"agency-{code}") or full or name
        due = read_line(values, f"due-{code}")
        given = {
            "code": code,
            "name": name,
            "agency": short,
            "agency_name": full or short,
            "due_day": int(due) if due.isdecimal() else due,
            "contact": read_line(values, f"contact-{code}"),
        }
        services.append(validate_part(Service, given, name, _SERVICE_FIELDS))
    return plan.model_copy(update={"service": tuple(services)})


def fill_sharing(plan: CouncilPlan, _: ShippedFiles) -> dict[str, str]:
    """Return the fields of the agreement; without one its usual title."""
    agreement = plan.agreement
    if agreement is None:
        return {"name": AGREEMENT, "approver": "", "from": "", "until": ""}
    return {
        "name": agreement.name,
        "approver": agreement.approver,
        "from": agreement.from_.isoformat(),
        "until": agreement.until.isoformat(),
    }


def read_sharing(values: Values, plan: CouncilPlan, _: ShippedFiles) -> CouncilPlan:
    """Return the plan with the agreement; with none if it has neither days nor approver."""
    given: Mapping[str, str] = {
        name: read_line(values, name) for name in ("name", "approver", "from", "until")
    }
    if not any(given[name] for name in ("approver", "from", "until")):
        return plan.model_copy(update={"agreement": None})
    agreement = validate_part(PlannedAgreement, given, "The agreement", _AGREEMENT_FIELDS)
    return plan.model_copy(update={"agreement": agreement})
