"""What a survey shows by profession and question, with small groups hidden."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.stats.paired_test import (
    SIGNIFICANT,
    PairedResult,
    compare_pairs,
    correct_by_holm,
)
from indicators.surveys.survey import ScorePair, Survey

FEWEST = 5
"""Nothing is shown of fewer people of a profession."""


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """One profession, or all of them, at one question. `result` is None if it is hidden.

    `p_corrected` is Holm's p value among `comparisons` tests.
    """

    profession: str
    question: str
    result: PairedResult | None
    p_corrected: float | None = None
    comparisons: int = 0

    @property
    def is_hidden(self) -> bool:
        return self.result is None

    @property
    def is_real(self) -> bool:
        """Whether the difference is real after correction for all comparisons."""
        return self.p_corrected is not None and self.p_corrected <= SIGNIFICANT

    @property
    def is_real_alone(self) -> bool:
        """Whether it would be real if nothing else had been asked."""
        test = self.result.test if self.result else None
        return test is not None and test.p <= SIGNIFICANT


@dataclass(frozen=True, slots=True)
class SurveyResults:
    """A survey with the rows of each profession, and those of all professions together."""

    survey: Survey
    rows: tuple[SurveyRow, ...]
    totals: tuple[SurveyRow, ...]

    @property
    def hides_any(self) -> bool:
        return any(row.is_hidden for row in self.rows)


def build_results(survey: Survey, scores: Mapping[ScorePair, int]) -> SurveyResults:
    """Return the results of a survey.

    A question is shown for all professions only if each of them is shown: the total less the
    others would be the hidden one.
    """
    groups: dict[tuple[str, str], list[ScorePair]] = defaultdict(list)
    for pair, count in scores.items():
        groups[pair.profession, pair.question] += [pair] * count
    rows = [
        SurveyRow(profession, question, _compare(pairs))
        for (profession, question), pairs in sorted(groups.items())
    ]
    hidden = {row.question for row in rows if row.is_hidden}
    questions = sorted({row.question for row in rows})
    totals = [
        SurveyRow(
            "",
            question,
            None
            if question in hidden
            else _compare(
                [p for (_, asked), held in groups.items() if asked == question for p in held]
            ),
        )
        for question in questions
    ]
    return SurveyResults(survey, _correct(rows), _correct(totals))


def _compare(pairs: Sequence[ScorePair]) -> PairedResult | None:
    if len(pairs) < FEWEST:
        return None
    before: list[Decimal] = [pair.before for pair in pairs]
    return compare_pairs(before, [pair.after for pair in pairs])


def _correct(rows: Sequence[SurveyRow]) -> tuple[SurveyRow, ...]:
    """Return the rows with p values corrected for all that were tested among them."""
    tested = [
        (at, row.result.test.p) for at, row in enumerate(rows) if row.result and row.result.test
    ]
    corrected = dict(
        zip((at for at, _ in tested), correct_by_holm([p for _, p in tested]), strict=True)
    )
    return tuple(
        SurveyRow(row.profession, row.question, row.result, corrected.get(at), len(tested))
        for at, row in enumerate(rows)
    )
