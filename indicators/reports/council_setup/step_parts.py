"""The parts of a council's plan that each step of the set-up saves."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from indicators.configuration.new_council.council_plan import CouncilPlan
from indicators.configuration.new_council.missing_parts import SetUpStep
from indicators.domain.operations.saved_set_up import StoredStep

STEP_FIELDS: Mapping[SetUpStep, tuple[str, ...]] = {
    SetUpStep.PROGRAMME: (
        "name",
        "council",
        "about",
        "whole",
        "whole_words",
        "area_words",
        "first_month",
    ),
    SetUpStep.SERVICES: ("service",),
    SetUpStep.AREAS: ("area", "outlines"),
    SetUpStep.TEAMS: ("teams",),
    SetUpStep.HUBS: ("hubs",),
    SetUpStep.INDICATORS: ("indicator",),
    SetUpStep.SHARING: ("agreement",),
    SetUpStep.FILES: ("profiles",),
}
"""The fields of the plan that a step saves; each belongs to one."""


def write_step(plan: CouncilPlan, step: SetUpStep) -> str:
    """Return a step's part of the plan, as it is stored."""
    return plan.model_dump_json(by_alias=True, include=set(STEP_FIELDS[step]))


def build_plan(stored: Iterable[StoredStep]) -> CouncilPlan:
    """Return the plan that the newest version of each step makes."""
    parts: dict[str, Any] = {}
    for each in stored:
        parts |= json.loads(each.content)
    return CouncilPlan.model_validate(parts)
