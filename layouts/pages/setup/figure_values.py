"""The fields of the steps indicators and files."""

from __future__ import annotations

from indicators.configuration.new_council.council_plan import (
    CouncilPlan,
    PlannedIndicator,
    TargetChoice,
)
from indicators.configuration.new_council.shipped_files import ShippedFiles
from indicators.configuration.new_council.used_plan import list_possible_profiles
from layouts.pages.setup.typed_values import Values, is_ticked, read_line, validate_part

NO_TARGET = "none"
_FIELDS = {"value": "your target", "from": "they count from"}


def fill_indicators(plan: CouncilPlan, shipped: ShippedFiles) -> dict[str, str]:
    """Return the fields of the indicators of the chosen services.

    Before the first choice, those that are rows of every dashboard are ticked.
    """
    chosen = {each.code: each for each in plan.indicator}
    rows = {each.code for each in shipped.catalogue.dashboard} if not chosen else set()
    own = [each for each in plan.indicator if each.choice is TargetChoice.OWN]
    values = {
        "source": own[0].source if own else "",
        "from": str(own[0].from_ if own else plan.first_month),
    }
    for code in list_possible(plan, shipped):
        values[f"use-{code}"] = "on" if code in chosen or code in rows else ""
        values[f"value-{code}"] = _write_target(chosen.get(code))
    return values


def list_possible(plan: CouncilPlan, shipped: ShippedFiles) -> list[str]:
    """Return the codes of the indicators of the chosen services."""
    return shipped.list_codes({service.code for service in plan.service})


def _write_target(planned: PlannedIndicator | None) -> str:
    if planned is None or planned.choice is TargetChoice.SHIPPED:
        return ""
    return NO_TARGET if planned.choice is TargetChoice.NONE else str(planned.value)


def read_indicators(values: Values, plan: CouncilPlan, shipped: ShippedFiles) -> CouncilPlan:
    """Return the plan with the ticked indicators; those of services not chosen stay as they are."""
    possible = list_possible(plan, shipped)
    source = read_line(values, "source") or f"Agreed by {plan.council}"
    kept = [each for each in plan.indicator if each.code not in possible]
    for code in possible:
        if not is_ticked(values, f"use-{code}"):
            continue
        typed = read_line(values, f"value-{code}").removesuffix("%").strip()
        given = {"code": code}
        if typed.casefold() == NO_TARGET:
            given["choice"] = TargetChoice.NONE
        elif typed:
            given |= {"choice": TargetChoice.OWN, "value": typed, "source": source}
            given["from"] = read_line(values, "from") or str(plan.first_month)
        name = shipped.catalogue.indicators[code].name
        kept.append(validate_part(PlannedIndicator, given, name, _FIELDS))
    return plan.model_copy(update={"indicator": tuple(kept)})


def fill_files(plan: CouncilPlan, shipped: ShippedFiles) -> dict[str, str]:
    """Return a field for each profile that can be chosen."""
    return {
        f"use-{code}": "on" if code in plan.profiles else "" for code in list_files(plan, shipped)
    }


def list_files(plan: CouncilPlan, shipped: ShippedFiles) -> list[str]:
    """Return the codes of the profiles that read a chosen indicator."""
    services = {service.code for service in plan.service}
    return list_possible_profiles(services, {each.code for each in plan.indicator}, shipped)


def read_files(values: Values, plan: CouncilPlan, shipped: ShippedFiles) -> CouncilPlan:
    """Return the plan with the ticked profiles; those that are not asked stay as they are."""
    possible = list_files(plan, shipped)
    kept = [code for code in plan.profiles if code not in possible]
    ticked = [code for code in possible if is_ticked(values, f"use-{code}")]
    return plan.model_copy(update={"profiles": (*kept, *ticked)})
