"""A staff survey: pairs of scores by profession and question, of nobody in particular."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from indicators.domain.errors import UserError
from indicators.surveys.survey_refusals import SurveyRefusal

LONGEST_NAME = 120
"""Characters of the name of a survey, at most."""
HIGHEST_SCORE = 100
"""The largest end of a scale."""


@dataclass(frozen=True, slots=True, order=True)
class ScorePair:
    """What one person scored before and after. Equal pairs are alike."""

    profession: str
    question: str
    before: Decimal
    after: Decimal


@dataclass(frozen=True, slots=True)
class SurveyReading:
    """What a file holds. Rows read = loaded + refused + blank."""

    file: str
    pairs: tuple[ScorePair, ...]
    refusals: tuple[SurveyRefusal, ...]
    rows_read: int
    rows_blank: int

    @property
    def rows_refused(self) -> int:
        return len(self.refusals)


@dataclass(frozen=True, slots=True)
class NewSurvey:
    """A survey to keep: its name, when it was asked in words, and the end of its scale from 0."""

    name: str
    asked: str
    highest: int
    file: str
    pairs: tuple[ScorePair, ...]
    refused: int
    blank: int


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey that is kept. `removed_at` and `removed_by` say that it is no longer shown."""

    id: int
    name: str
    asked: str
    highest: int
    file: str
    loaded: int
    refused: int
    blank: int
    made_by: str
    made_at: datetime
    removed_by: str = ""
    removed_at: datetime | None = None

    @property
    def is_removed(self) -> bool:
        return self.removed_at is not None


def count_equal_pairs(pairs: Iterable[ScorePair]) -> dict[ScorePair, int]:
    """Return how often each pair occurs, sorted.

    The order of the rows would tell which answers are of one person, so it is not kept.
    """
    return dict(sorted(Counter(pairs).items()))


class UnknownSurveyError(UserError):
    """A survey that is not there."""

    def __init__(self, number: int) -> None:
        super().__init__(f"There is no survey {number}.", remedy="Look at the list of surveys.")


def check_survey(new: NewSurvey) -> None:
    """Raise UserError if a survey lacks a name or pairs."""
    if not new.name or len(new.name) > LONGEST_NAME:
        raise UserError(
            f"“Name of the survey” needs 1 to {LONGEST_NAME} characters.", remedy="Correct it."
        )
    if len(new.asked) > LONGEST_NAME:
        raise UserError(
            f"“Asked in” has more than {LONGEST_NAME} characters.", remedy="Shorten it."
        )
    if not new.pairs:
        raise UserError("There are no pairs of scores to keep.", remedy="Correct the file first.")
