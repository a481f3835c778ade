"""What the icons of variation and assurance say, once for page, sheet and API."""

from __future__ import annotations

from typing import NamedTuple

from indicators.domain.periods import Month
from indicators.figures.icons import Signal
from indicators.stats.spc import Assurance, Icon


class IconWords(NamedTuple):
    """What an icon is called: in a word beside it, in a sentence, and formally (NHS England, Making
    Data Count)."""

    short: str
    told: str
    formal: str


VARIATION = {
    Icon.COMMON: IconWords("Usual", "Usual variation", "Common cause variation"),
    Icon.IMPROVEMENT_HIGH: IconWords(
        "Better",
        "A change for the better: high values",
        "Special cause variation of an improving nature, high",
    ),
    Icon.IMPROVEMENT_LOW: IconWords(
        "Better",
        "A change for the better: low values",
        "Special cause variation of an improving nature, low",
    ),
    Icon.CONCERN_HIGH: IconWords(
        "Worse",
        "A change for the worse: high values",
        "Special cause variation of a concerning nature, high",
    ),
    Icon.CONCERN_LOW: IconWords(
        "Worse",
        "A change for the worse: low values",
        "Special cause variation of a concerning nature, low",
    ),
    Icon.NEUTRAL_HIGH: IconWords(
        "Changed",
        "A change: high values",
        "Special cause variation where neither way is better, high",
    ),
    Icon.NEUTRAL_LOW: IconWords(
        "Changed",
        "A change: low values",
        "Special cause variation where neither way is better, low",
    ),
}
ASSURANCE = {
    Assurance.PASS: IconWords(
        "Will pass", "Will meet the target as things are", "Consistently passing the target"
    ),
    Assurance.FAIL: IconWords(
        "Will miss", "Will miss the target as things are", "Consistently failing the target"
    ),
    Assurance.INCONSISTENT: IconWords(
        "Hit or miss",
        "Will meet or miss the target by chance",
        "Inconsistently passing and failing the target",
    ),
}
ICON_KEY = (
    ("variation", (Icon.COMMON,), "nothing but the usual ups and downs (common cause)"),
    (
        "variation",
        (Icon.IMPROVEMENT_HIGH, Icon.IMPROVEMENT_LOW),
        "a change for the better, by high (H) or low (L) values (special cause, improving)",
    ),
    (
        "variation",
        (Icon.CONCERN_HIGH, Icon.CONCERN_LOW),
        "a change for the worse, by high (H) or low (L) values (special cause, concerning)",
    ),
    (
        "variation",
        (Icon.NEUTRAL_HIGH, Icon.NEUTRAL_LOW),
        "a change where neither way is better (special cause, neutral)",
    ),
    ("assurance", (Assurance.PASS,), "will meet the target every month, as things are"),
    ("assurance", (Assurance.FAIL,), "will miss the target every month, as things are"),
    ("assurance", (Assurance.INCONSISTENT,), "will meet the target in some months, by chance"),
)
"""The icons of each word, for the key at the foot: their kind, and what they mean."""
ICONS_ARE = (
    "Rings and squares come from single months (quarters or years, where figures are sent so), "
    "five years of them where there are as many, and not from the 12 months: what is usual lies "
    "within limits worked out from the steps between one and the next."
)


def icon(found: Icon | Assurance) -> IconWords:
    return VARIATION[found] if isinstance(found, Icon) else ASSURANCE[found]


def variation(signal: Signal, month: Month) -> str:
    """The variation icon in words, or why there is none: “Usual variation”; with its last month
    where that is not the one in view, and whether its limits are provisional."""
    if signal.icon is None:
        return "No limits: one month with a figure" if signal.points else "No limits: no figures"
    told = VARIATION[signal.icon].told
    if signal.latest and signal.latest != month:
        told = f"{told}, to {signal.latest.name}"
    return f"{told} (provisional limits)" if signal.provisional else told


def assurance(signal: Signal) -> str:
    """The assurance icon in words; empty without a target or limits."""
    return ASSURANCE[signal.assurance].told if signal.assurance else ""


def signal(found: Signal, month: Month) -> str:
    """Both icons in words: “Usual variation. Will meet or miss the target by chance.”"""
    return " ".join(f"{told}." for told in (variation(found, month), assurance(found)) if told)
