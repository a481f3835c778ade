"""Leave out of a plan what belongs to a service that is not chosen."""

from __future__ import annotations

from indicators.configuration.new_council.council_plan import CouncilPlan
from indicators.configuration.new_council.shipped_files import ShippedFiles


def leave_unused_out(plan: CouncilPlan, shipped: ShippedFiles) -> CouncilPlan:
    """Return the plan without indicators and profiles that do not count now.

    They stay in the plan that is stored, and count again once their service is chosen again.
    """
    services = {service.code for service in plan.service}
    possible = set(shipped.list_codes(services))
    indicators = [each for each in plan.indicator if each.code in possible]
    profiles = list_possible_profiles(services, {each.code for each in indicators}, shipped)
    used = {
        "indicator": tuple(indicators),
        "profiles": tuple(code for code in plan.profiles if code in profiles),
    }
    return plan.model_copy(update=used)


def list_possible_profiles(
    services: set[str], indicators: set[str], shipped: ShippedFiles
) -> list[str]:
    """Return the profiles that read a chosen indicator of a chosen service."""
    return [
        code
        for code, profile in shipped.profiles.items()
        if profile.service in services and not indicators.isdisjoint(profile.indicators)
    ]
