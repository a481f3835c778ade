"""Two years of three areas in two teams, small enough to work out by hand."""

from indicators.domain.periods import Month
from tests.support.builders import catalogue, indicator, places, row, target

MARCH = Month.of(2026, 3)
VISITS = indicator("visits", target=[target("90")])
STRICTER = [target("8", until="2025-03"), target("6", since="2025-04")]
SMOKING = indicator("smoking", order=2, better="lower", target=STRICTER)
REVIEWS = indicator("reviews", service="health-visiting", target=[target("90")])
PLANS = indicator(
    "plans",
    service="health-visiting",
    order=2,
    unit="count",
    better="neither",
    gathering="snapshot",
)
CATALOGUE = catalogue(VISITS, SMOKING, REVIEWS, PLANS)
PLACES = places({"north": ["a", "b"], "south": ["c"]})


def extracts() -> dict[str, list[tuple]]:
    """The rows of each service's file for the two years to March 2026.

    Of 100 visits, area a has 95 in the first year and 88 in the second, b always 90, and c (a team
    of its own) 92 but for a last month of nothing. 5 in 100 smoke and 10 plans are open everywhere.
    No reviews came at all, and nothing of health visiting for the last month."""
    midwifery, visiting = [], []
    for at in range(24):
        month = MARCH - at
        for area, visits in (("a", 88 if at < 12 else 95), ("b", 90), ("c", 92 if at else 0)):
            midwifery.append(row("visits", area, month, visits, 100))
            midwifery.append(row("smoking", area, month, 5, 100))
            if at:
                visiting.append(row("plans", area, month, 10))
    return {"midwifery": midwifery, "health-visiting": visiting}


def row_of(report, code):
    return next(found for found in report.rows if found.indicator.code == code)
