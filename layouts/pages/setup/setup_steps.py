"""The steps of the set-up: their names, their fields, and how these become part of the plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from indicators.configuration.new_council.council_plan import CouncilPlan
from indicators.configuration.new_council.missing_parts import SetUpStep
from indicators.configuration.new_council.shipped_files import ShippedFiles
from layouts.pages.setup import figure_values, place_values, programme_values
from layouts.pages.setup.typed_values import Values

Fill = Callable[[CouncilPlan, ShippedFiles], dict[str, str]]
Read = Callable[[Values, CouncilPlan, ShippedFiles], CouncilPlan]
PATH = "/setup"
FINISH = f"{PATH}/finish"


@dataclass(frozen=True, slots=True)
class StepForm:
    """What a step is called, what it asks, and its fields."""

    name: str
    asks: str
    fill: Fill
    read: Read


STEPS: Mapping[SetUpStep, StepForm] = {
    SetUpStep.PROGRAMME: StepForm(
        "Programme",
        "What are the programme, the council and its whole area called?",
        programme_values.fill_programme,
        programme_values.read_programme,
    ),
    SetUpStep.SERVICES: StepForm(
        "Services",
        "Which services send figures, and which agency sends them?",
        programme_values.fill_services,
        programme_values.read_services,
    ),
    SetUpStep.AREAS: StepForm(
        "Areas",
        "For which areas do services send figures?",
        place_values.fill_areas,
        place_values.read_areas,
    ),
    SetUpStep.TEAMS: StepForm(
        "Teams",
        "Which team works in each area?",
        place_values.fill_teams,
        place_values.read_teams,
    ),
    SetUpStep.HUBS: StepForm(
        "Hubs",
        "To which hub does each area belong, if there are hubs?",
        place_values.fill_hubs,
        place_values.read_hubs,
    ),
    SetUpStep.INDICATORS: StepForm(
        "Indicators and targets",
        "Which indicators do you follow, and with which targets?",
        figure_values.fill_indicators,
        figure_values.read_indicators,
    ),
    SetUpStep.SHARING: StepForm(
        "Sharing",
        "Which agreement lets the agencies see each other’s figures?",
        programme_values.fill_sharing,
        programme_values.read_sharing,
    ),
    SetUpStep.FILES: StepForm(
        "Files",
        "Which kinds of file do the services send?",
        figure_values.fill_files,
        figure_values.read_files,
    ),
}
"""Every step in the order of the pages. They can be saved in any order."""


def make_step_path(step: SetUpStep) -> str:
    """Return the address of a step."""
    return f"{PATH}/{step.value}"


def find_next_path(step: SetUpStep) -> str:
    """Return the address that follows a step."""
    order = list(STEPS)
    at = order.index(step) + 1
    return make_step_path(order[at]) if at < len(order) else FINISH
