"""What the icons of variation and assurance say, once for page, sheet and API."""

from __future__ import annotations

from typing import NamedTuple

from indicators.domain.periods import Month
from indicators.figures.icons import Signal
from indicators.stats.spc import AssuranceIcon, VariationIcon


class IconLabel(NamedTuple):
    """What an icon is called: in a word beside it, in a sentence, and formally (NHS England, Making
    Data Count).
    """

    short: str
    told: str
    formal: str


VARIATION = {
    VariationIcon.COMMON: IconLabel("Usual", "Usual variation", "Common cause variation"),
    VariationIcon.IMPROVEMENT_HIGH: IconLabel(
        "Better",
        "A change for the better: high values",
        "Special cause variation of an improving nature, high",
    ),
    VariationIcon.IMPROVEMENT_LOW: IconLabel(
        "Better",
        "A change for the better: low values",
        "Special cause variation of an improving nature, low",
    ),
    VariationIcon.CONCERN_HIGH: IconLabel(
        "Worse",
        "A change for the worse: high values",
        "Special cause variation of a concerning nature, high",
    ),
    VariationIcon.CONCERN_LOW: IconLabel(
        "Worse",
        "A change for the worse: low values",
        "Special cause variation of a concerning nature, low",
    ),
    VariationIcon.NEUTRAL_HIGH: IconLabel(
        "Changed",
        "A change: high values",
        "Special cause variation where neither way is better, high",
    ),
    VariationIcon.NEUTRAL_LOW: IconLabel(
        "Changed",
        "A change: low values",
        "Special cause variation where neither way is better, low",
    ),
}
ASSURANCE = {
    AssuranceIcon.PASS: IconLabel(
        "Will pass", "Will meet the target as things are", "Consistently passing the target"
    ),
    AssuranceIcon.FAIL: IconLabel(
        "Will miss", "Will miss the target as things are", "Consistently failing the target"
    ),
    AssuranceIcon.INCONSISTENT: IconLabel(
        "Hit or miss",
        "Will meet or miss the target by chance",
        "Inconsistently passing and failing the target",
    ),
}
ICON_KEY = (
    ("variation", (VariationIcon.COMMON,), "nothing but the usual ups and downs (common cause)"),
    (
        "variation",
        (VariationIcon.IMPROVEMENT_HIGH, VariationIcon.IMPROVEMENT_LOW),
        "a change for the better, by high (H) or low (L) values (special cause, improving)",
    ),
    (
        "variation",
        (VariationIcon.CONCERN_HIGH, VariationIcon.CONCERN_LOW),
        "a change for the worse, by high (H) or low (L) values (special cause, concerning)",
    ),
    (
        "variation",
        (VariationIcon.NEUTRAL_HIGH, VariationIcon.NEUTRAL_LOW),
        "a change where neither way is better (special cause, neutral)",
    ),
    ("assurance", (AssuranceIcon.PASS,), "will meet the target every month, as things are"),
    ("assurance", (AssuranceIcon.FAIL,), "will miss the target every month, as things are"),
    ("assurance", (AssuranceIcon.INCONSISTENT,), "will meet the target in some months, by chance"),
)
"""The icons of each word, for the key at the foot: their kind, and what they mean."""
ICONS_ARE = (
    "Rings and squares come from single months (quarters or years, where figures are sent so), "
    "five years of them where there are as many, and not from the 12 months: what is usual lies "
    "within limits worked out from the steps between one and the next."
)


def get_icon_label(found: VariationIcon | AssuranceIcon) -> IconLabel:
    return VARIATION[found] if isinstance(found, VariationIcon) else ASSURANCE[found]


def label_variation(signal: Signal, month: Month) -> str:
    """The variation icon in words, or why there is none: “Usual variation”; with its last month
    where that is not the one in view, and whether its limits are provisional.
    """
    if signal.icon is None:
        return "No limits: one month with a figure" if signal.points else "No limits: no figures"
    told = VARIATION[signal.icon].told
    if signal.latest and signal.latest != month:
        told = f"{told}, to {signal.latest.name}"
    return f"{told} (provisional limits)" if signal.provisional else told


def label_assurance(signal: Signal) -> str:
    """The assurance icon in words; empty without a target or limits."""
    return ASSURANCE[signal.assurance].told if signal.assurance else ""


def label_signal(found: Signal, month: Month) -> str:
    """Both icons in words: “Usual variation. Will meet or miss the target by chance.”"""
    return " ".join(
        f"{told}." for told in (label_variation(found, month), label_assurance(found)) if told
    )
