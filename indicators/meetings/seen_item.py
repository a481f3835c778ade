"""What an item of the agenda showed, kept as words and points: nothing to calculate."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class _SeenModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class SeenChart(_SeenModel):
    """A small chart as paths of SVG, and what it shows in words."""

    line: str
    target: str
    last: tuple[float, float] | None
    alone: tuple[tuple[float, float], ...]
    label: str
    width: int
    height: int


class SeenItem(_SeenModel):
    """The words of one item. `verdict` is the code of a verdict, or “” without one.

    `about` is what an action, reply or decision itself says, `facts` what belongs to the figure.
    Meetings kept before there was `about` have both in `facts`.
    """

    title: str
    reasons: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    figure: str = ""
    verdict: str = ""
    facts: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    chart: SeenChart | None = None


class OpenAction(_SeenModel):
    """An action that was open when a meeting closed."""

    number: int
    indicator: str
    what: str
    owner: str
    agency: str
    due: str
    status: str


class ClosingList(_SeenModel):
    """What a meeting leaves for the next one."""

    open_actions: tuple[OpenAction, ...] = ()
