"""What a board of feedback holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from indicators.domain.localities import Locality
from indicators.feedback.feedback import Feedback, FeedbackState


class FeedbackView(StrEnum):
    """Which feedback a board shows."""

    OPEN = FeedbackState.OPEN.value
    TO_INFORM = FeedbackState.TO_INFORM.value
    ANSWERED = FeedbackState.ANSWERED.value
    ALL = "all"


@dataclass(frozen=True, slots=True)
class FeedbackFilter:
    """What a board is limited to; an empty text stands for all."""

    team: str = ""
    theme: str = ""
    source: str = ""
    view: FeedbackView = FeedbackView.OPEN


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    """A line of feedback with the names of its team and its theme."""

    feedback: Feedback
    team: Locality
    theme: str


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """How much was said about a theme, and how much of it waits for an answer."""

    code: str
    name: str
    total: int
    by_state: Mapping[FeedbackState, int]


@dataclass(frozen=True, slots=True)
class FeedbackBoard:
    """The rows of a board, how many there are of each, and what can be chosen."""

    rows: tuple[FeedbackRow, ...]
    counts: Mapping[FeedbackView, int]
    themes: tuple[ThemeCount, ...]
    teams: tuple[Locality, ...]
    choices: Mapping[str, str]
    can_edit: bool
