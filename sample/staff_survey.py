"""A staff survey of the sample: invented scores, higher after than before for most."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from indicators.surveys.survey import NewSurvey, ScorePair

NAME, ASKED = "Staff survey 2026 (synthetic)", "June 2026"
PROFESSIONS = {
    "Children's centre manager": (19, 1.6),
    "Children's centre worker": (21, 1.9),
    "Health visitor": (23, 1.3),
    "Midwife": (14, 1.5),
    "Social worker": (4, 0.8),  # fewer than are shown
}
"""How many answered, and how much higher they scored after, on average."""
QUESTIONS = {
    "Appropriate referrals": (5.4, 1.0),
    "Earlier intervention": (5.1, 1.2),
    "Agency knowledge": (6.4, 0.9),
    "Communicate effectively": (6.0, 1.0),
    "Root causes": (6.7, 0.5),
    "Ability to lead": (6.1, 0.8),
}
"""The mean before, and the part of the profession's change."""


def build_sample_survey() -> NewSurvey:
    """Return the survey, the same each time."""
    random = Random(2026)
    pairs = []
    for profession, (people, change) in PROFESSIONS.items():
        for question, (before, part) in QUESTIONS.items():
            for _ in range(people):
                first = _clip(random.gauss(before, 1.5))
                second = _clip(float(first) + random.gauss(change * part, 1.4))
                pairs.append(ScorePair(profession, question, first, second))
    return NewSurvey(NAME, ASKED, 10, "sample.xlsx", tuple(pairs), 0, 0)


def _clip(score: float) -> Decimal:
    return Decimal(min(10, max(0, round(score))))
