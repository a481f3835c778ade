"""Pairs of whole scores with given sums, as the tables of the report need them."""

from decimal import Decimal

from indicators.surveys.survey import NewSurvey, ScorePair


def make_pairs(n: int, before: int, after: int, squares: int) -> list[tuple[int, int]]:
    """n pairs from 0 to 10 with these sums of scores, and this sum of squared differences."""
    differences = _spread(n, after - before, squares)
    lowest = [max(0, -each) for each in differences]
    left = before - sum(lowest)
    firsts = []
    for low, each in zip(lowest, differences, strict=True):
        more = min(left, 10 - max(each, 0) - low)
        firsts.append(low + more)
        left -= more
    assert left == 0
    return [(first, first + each) for first, each in zip(firsts, differences, strict=True)]


def _spread(n: int, total: int, squares: int) -> list[int]:
    """n whole numbers with a sum and a sum of squares: even ones, then pulled apart in pairs."""
    found = [total // n + (at < total % n) for at in range(n)]
    while missing := squares - sum(each * each for each in found):
        steps = [
            (2 * (high - low) + 2, i, j)
            for i, high in enumerate(found)
            for j, low in enumerate(found)
            if i != j and high < 10 and low > -10
        ]
        _, i, j = max(step for step in steps if 0 < step[0] <= missing)
        found[i], found[j] = found[i] + 1, found[j] - 1
    return found


def score(profession: str, question: str, before: object, after: object) -> ScorePair:
    return ScorePair(profession, question, Decimal(str(before)), Decimal(str(after)))


def make_survey(pairs: list[ScorePair], **given: object) -> NewSurvey:
    """A survey to keep."""
    fields = {
        "name": "Staff survey",
        "asked": "June 2016",
        "highest": 10,
        "file": "survey.xlsx",
        "pairs": tuple(pairs),
        "refused": 0,
        "blank": 0,
    }
    return NewSurvey(**(fields | given))
