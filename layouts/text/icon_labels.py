"""The words of the variation and assurance icons, shared by pages, sheets and the API."""

from __future__ import annotations

from typing import NamedTuple

from indicators.domain.periods import Month
from indicators.figures.signal import Signal
from indicators.stats.spc import AssuranceIcon, VariationIcon
from layouts.text.assurance_text import SHORT, label_assurance


class IconLabel(NamedTuple):
    """An icon in words.

    `short` is the word next to the icon and `sentence` the longer form. `formal` is the term of NHS
    England's Making Data Count.
    """

    short: str
    sentence: str
    formal: str

    @property
    def kind(self) -> str:
        """The first words of the sentence, without high or low."""
        return self.sentence.partition(":")[0]


VARIATION = {
    VariationIcon.COMMON: IconLabel("Usual", "Usual variation", "Common cause variation"),
    VariationIcon.IMPROVEMENT_HIGH: IconLabel(
        "Better",
        "Real improvement: high values",
        "Special cause variation of an improving nature, high",
    ),
    VariationIcon.IMPROVEMENT_LOW: IconLabel(
        "Better",
        "Real improvement: low values",
        "Special cause variation of an improving nature, low",
    ),
    VariationIcon.CONCERN_HIGH: IconLabel(
        "Worse",
        "Real deterioration: high values",
        "Special cause variation of a concerning nature, high",
    ),
    VariationIcon.CONCERN_LOW: IconLabel(
        "Worse",
        "Real deterioration: low values",
        "Special cause variation of a concerning nature, low",
    ),
    VariationIcon.NEUTRAL_HIGH: IconLabel(
        "Changed",
        "Real change: high values",
        "Special cause variation where neither way is better, high",
    ),
    VariationIcon.NEUTRAL_LOW: IconLabel(
        "Changed",
        "Real change: low values",
        "Special cause variation where neither way is better, low",
    ),
}
ASSURANCE = {
    AssuranceIcon.PASS: IconLabel(
        SHORT[AssuranceIcon.PASS],
        "Expected to meet the target every month",
        "Consistently passing the target",
    ),
    AssuranceIcon.FAIL: IconLabel(
        SHORT[AssuranceIcon.FAIL],
        "Expected to miss the target every month",
        "Consistently failing the target",
    ),
    AssuranceIcon.INCONSISTENT: IconLabel(
        SHORT[AssuranceIcon.INCONSISTENT],
        "Can meet or miss the target in any month",
        "Inconsistently passing and failing the target",
    ),
}
ICON_KEY = (
    ("variation", (VariationIcon.COMMON,), "the usual ups and downs (common cause)"),
    (
        "variation",
        (VariationIcon.IMPROVEMENT_HIGH, VariationIcon.IMPROVEMENT_LOW),
        "a real improvement: high (H) or low (L) values (special cause, improving)",
    ),
    (
        "variation",
        (VariationIcon.CONCERN_HIGH, VariationIcon.CONCERN_LOW),
        "a real deterioration: high (H) or low (L) values (special cause, concerning)",
    ),
    (
        "variation",
        (VariationIcon.NEUTRAL_HIGH, VariationIcon.NEUTRAL_LOW),
        "a real change where neither direction is better (special cause, neutral)",
    ),
    (
        "assurance",
        (AssuranceIcon.PASS,),
        "expected to meet the target every month, unless something changes",
    ),
    (
        "assurance",
        (AssuranceIcon.FAIL,),
        "expected to miss the target every month, unless something changes",
    ),
    (
        "assurance",
        (AssuranceIcon.INCONSISTENT,),
        "its limits reach the target; the words next to it say how often it was met",
    ),
)
"""The key at the foot of a page: the kind of icon, the icons and their meaning."""
ICONS_ARE = (
    "Rings and squares use single months (quarters or years where figures are sent that way), up "
    "to five years of them, not the 12-month figures. The limits of usual variation come from the "
    "steps between one month and the next."
)


def get_icon_label(found: VariationIcon | AssuranceIcon) -> IconLabel:
    """Return the words of an icon of either kind."""
    return VARIATION[found] if isinstance(found, VariationIcon) else ASSURANCE[found]


def label_variation(signal: Signal, month: Month) -> str:
    """Return the variation icon in words, “Usual variation”, or why there is none.

    The text adds the last month where that is not the selected one, and whether the limits are
    provisional.
    """
    if signal.icon is None:
        return "No limits: one month with a figure" if signal.points else "No limits: no figures"
    text = VARIATION[signal.icon].sentence
    if signal.latest and signal.latest != month:
        text = f"{text}, to {signal.latest.name}"
    return f"{text} (provisional limits)" if signal.provisional else text


def label_signal(found: Signal, month: Month) -> str:
    """Return both icons in words.

    “Usual variation. Can meet or miss the target in any month (met in 30 of the last 60 months).”
    """
    return " ".join(
        f"{text}." for text in (label_variation(found, month), label_assurance(found)) if text
    )
