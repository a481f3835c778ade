"""The synthetic city of the sample: the size and starting levels of each centre area.

Only the names are Coventry's. Sizes are close to the Acting Early report's 23 births a month in an
area, levels close to its Tables 1, 4 and 5. No figure comes from a real area or family.
"""

from __future__ import annotations

from dataclasses import dataclass

from indicators.domain.periods import Month

FIRST = Month.of(2021, 4)
SYNTHETIC = "Synthetic figures, made for demonstration: no real family is in them."


@dataclass(frozen=True, slots=True)
class Area:
    """A centre area.

    `births` are per month; `ease`, from -1 to 1, is how easily families get what they need. The
    other numbers are under 5s on a plan, with an open CAF and looked after at any one time.
    """

    code: str
    name: str
    births: int
    ease: float
    child_protection: int
    caf: int
    looked_after: int


AREAS = (
    Area("hillfields", "Hillfields", 27, -0.4, 14, 54, 3),
    Area("tile-hill", "Tile Hill", 24, -0.3, 38, 70, 8),
    Area("canley", "Canley", 15, 0.2, 12, 30, 3),
    Area("foleshill", "Foleshill", 36, -0.8, 45, 78, 9),
    Area("stoke-heath", "Stoke Heath", 26, -0.3, 36, 62, 7),
    Area("richard-lee", "Richard Lee", 22, 0.4, 28, 48, 6),
    Area("tommies", "Tommies", 19, 0.6, 22, 40, 5),
    Area("flutterbies", "Flutterbies", 18, 0.7, 20, 36, 5),
    Area("radford", "Radford", 28, -0.6, 42, 66, 8),
    Area("spon-gate", "Spon Gate", 17, 0.0, 16, 34, 3),
    Area("st-augustines", "St Augustine's", 20, 0.5, 24, 44, 5),
    Area("bell-green", "Bell Green", 27, -0.6, 48, 76, 9),
    Area("moat-house", "Moat House", 24, -0.5, 44, 72, 8),
    Area("middle-ride", "Middle Ride", 25, -0.7, 46, 74, 9),
    Area("gosford-park", "Gosford Park", 21, 0.8, 18, 40, 4),
    Area("centre-16", "Centre 16", 20, 0.6, 22, 38, 5),
    Area("centre-17", "Centre 17", 22, 0.3, 26, 46, 6),
)

CITY = Area(
    "coventry",
    "Coventry",
    sum(area.births for area in AREAS),
    0.0,
    sum(area.child_protection for area in AREAS),
    sum(area.caf for area in AREAS),
    sum(area.looked_after for area in AREAS),
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A percentage.

    `level_pct` in April 2021, `ease_points` more where ease is 1, `drift_points` more each year.
    Areas differ by chance with a standard deviation of `apart_points`.
    """

    name: str
    level_pct: float
    ease_points: float
    drift_points: float = 0.0
    apart_points: float = 1.0


EARLY_BOOKING = Measure("early booking", 86.5, 3.5, 0.3, 1.5)
SMOKING_KNOWN = Measure("smoking status known", 99, 0, 0, 0.2)
SMOKING = Measure("smoking at delivery", 11.2, -3.5, -0.7, 0.8)
FIRST_FEED = Measure("first feed", 76.5, 4, 0.3, 2)
CONSENT = Measure("consent", 98, 0.8, 0.1, 0.4)
DNA_MIDWIFERY = Measure("midwifery did not attend", 6.4, -1.6, -0.1, 0.5)
NEW_BIRTH = Measure("new birth visit", 94.6, 2, 0.2, 1)
REVIEW_6_8_WEEKS = Measure("6 to 8 week review", 94.5, 2, 0.2, 1)
REVIEW_12_MONTHS = Measure("12 month review", 92.5, 3, 0.3, 1)
REVIEW_2_5_YEARS = Measure("2.5 year review", 86, 3, 0.4, 1.5)
BREASTFED = Measure("breastfed at 6 to 8 weeks", 46.5, 5, 0.3, 2)
DPT = Measure("DPT at 2", 95.8, 1.2, 0, 0.5)
MMR = Measure("MMR at 5", 91.5, 2, -0.2, 0.8)
DNA_HEALTH_VISITING = Measure("health visiting did not attend", 8.5, -2, 0, 0.6)
DNA_CENTRES = Measure("centre session missed", 12.5, -2.5, -0.2, 1)
DEVELOPMENT = Measure("good level of development", 60.5, 0, 0.9, 0)
OBESE = Measure("obese in reception", 10.4, 0, 0, 0)
SMALL_AT_BIRTH = Measure("small for gestational age", 17.5, 0, -0.3, 0)
