"""What happens in the sample, so that each page has something to find.

- Radford gets better. In September 2025 a booking clinic opens in the children's centre; within
  three months early booking is 12 points higher and stays there.
- Foleshill drifts. From January 2025 its MMR coverage loses a third of a point each month.
- Children's centres are late: their file for the last month has not arrived.
- Midwifery sends two months again with dates and feeds coded late: November 2022 and August 2026.
- Midwifery wrote “Spongate” until March 2022 and never writes an apostrophe; health visiting
  wrote “Stoke Health” in the summer of 2025 and again in September 2026.
- Health visiting did not know how enough babies were fed (under 95%) in Moat House in February 2023
  and in Foleshill in June 2026; and nobody was due a 2.5 year review in Canley in December 2023.
- The council hid counts of 1 to 5 until March 2024. Since then it sends them to partners, but for
  looked-after children in Canley and Spon Gate.
- Of babies small for gestational age there is no count for 2021/22, and an incomplete one for
  2022/23, as in the first two years of the Acting Early report's Table 4.
"""

from __future__ import annotations

from indicators.domain.periods import Month
from sample.city import EARLY_BOOKING, MMR, Area, Measure

CLINIC_OPENS = Month.of(2025, 9)
CLINIC_POINTS = 12.0
DRIFT_STARTS = Month.of(2025, 1)
DRIFT_POINTS_A_MONTH = -1 / 3
DRIFT_ENDS_AT_POINTS = -12.0

RESTATED = {
    Month.of(2022, 11): Month.of(2023, 1),
    Month.of(2026, 8): Month.of(2026, 10),
}
"""Midwifery's months that were sent again, each with the month it was sent again in."""

FEED_UNKNOWN = {("moat-house", Month.of(2023, 2)), ("foleshill", Month.of(2026, 6))}
NOTHING_DUE = {("canley", Month.of(2023, 12))}

ALL_SMALL_HIDDEN_UNTIL = Month.of(2024, 3)
STILL_HIDDEN = ("canley", "spon-gate")

SMALL_MISSING = {
    Month.of(2022, 3): "No data available",
    Month.of(2023, 3): "Data incomplete",
}
"""The words in place of a year's count of babies small for gestational age."""

NOT_ASSESSED = {Month.of(2022, 3): "No data available"}
"""The same for the end of reception: nobody was assessed in the summer of 2021."""

_STOKE_HEALTH = {*(Month.of(2025, month) for month in (6, 7, 8)), Month.of(2026, 9)}


def get_story_points(area: Area, month: Month, measure: Measure) -> float:
    """Return how far the story moves a measure in an area, in percentage points."""
    if (area.code, measure) == ("radford", EARLY_BOOKING):
        months_open = month.ordinal - CLINIC_OPENS.ordinal + 1
        return CLINIC_POINTS * min(max(months_open, 0), 3) / 3
    if (area.code, measure) == ("foleshill", MMR):
        months_drifting = max(month.ordinal - DRIFT_STARTS.ordinal + 1, 0)
        return max(DRIFT_POINTS_A_MONTH * months_drifting, DRIFT_ENDS_AT_POINTS)
    return 0.0


def spell_area(area: Area, month: Month, service: str) -> str:
    """Return the area's name as the service wrote it in that month's file."""
    if service == "midwifery":
        if area.code == "spon-gate" and month <= Month.of(2022, 3):
            return "Spongate"
        return area.name.replace("'", "")
    if service == "health-visiting" and area.code == "stoke-heath" and month in _STOKE_HEALTH:
        return "Stoke Health"
    return area.name
