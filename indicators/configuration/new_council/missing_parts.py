"""What is still missing in the set-up of a council."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from indicators.configuration.new_council.council_plan import CouncilPlan


class SetUpStep(StrEnum):
    """A step of the set-up: its address in the browser."""

    PROGRAMME = "programme"
    SERVICES = "services"
    AREAS = "areas"
    TEAMS = "teams"
    HUBS = "hubs"
    INDICATORS = "indicators"
    SHARING = "sharing"
    FILES = "files"


@dataclass(frozen=True, slots=True)
class MissingPart:
    """What a step lacks. Without what is `needed`, the set-up cannot be finished in the browser."""

    step: SetUpStep
    what: str
    needed: bool = True


_NAMED = 3
"""Of more places or indicators than this, the first are named and the others counted."""


def list_missing(plan: CouncilPlan) -> list[MissingPart]:
    """Return everything that is missing, in the order of the steps."""
    return [*_find_in_programme(plan), *_find_in_places(plan), *_find_in_figures(plan)]


def _find_in_programme(plan: CouncilPlan) -> Iterator[MissingPart]:
    for text, noun in (
        (plan.name, "The programme has no name."),
        (plan.council, "The council has no name."),
        (plan.whole, "The whole area that the council answers for has no name."),
    ):
        if not text:
            yield MissingPart(SetUpStep.PROGRAMME, noun)
    if not plan.service:
        yield MissingPart(SetUpStep.SERVICES, "No service is chosen.")
    if unnamed := [each.name for each in plan.service if each.agency_name == each.name]:
        what = f"The agency is not named that sends the figures of {join_names(unnamed)}."
        yield MissingPart(SetUpStep.SERVICES, what, needed=False)


def _find_in_places(plan: CouncilPlan) -> Iterator[MissingPart]:
    if not plan.area:
        yield MissingPart(SetUpStep.AREAS, "There is no area.")
    names = [area.name for area in plan.area]
    if without := [name for name in names if not plan.teams.get(name)]:
        yield MissingPart(SetUpStep.TEAMS, f"Without a team: {join_names(without)}.")
    if any(plan.hubs.get(name) for name in names):
        without = [name for name in names if not plan.hubs.get(name)]
        if without:
            yield MissingPart(
                SetUpStep.HUBS, f"Without a hub: {join_names(without)}.", needed=False
            )


def _find_in_figures(plan: CouncilPlan) -> Iterator[MissingPart]:
    if not plan.indicator:
        yield MissingPart(SetUpStep.INDICATORS, "No indicator is chosen.")
    if len(plan.agencies) > 1 and not plan.agreement:
        what = (
            "There is no sharing agreement. Until there is, each agency sees only its own figures "
            "exactly, and files are loaded on the command line."
        )
        yield MissingPart(SetUpStep.SHARING, what, needed=False)
    if not plan.profiles:
        what = "No shipped profile is chosen. You can make one from your first file."
        yield MissingPart(SetUpStep.FILES, what, needed=False)


def join_names(names: Sequence[str]) -> str:
    """Return “A, B and C”, or “A, B, C and 4 others”."""
    if len(names) > _NAMED + 1:
        return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} others"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
