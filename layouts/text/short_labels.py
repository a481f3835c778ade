"""Labels for where there is little room: headings of columns and rows of one line."""

from __future__ import annotations

from indicators.domain.core import Polarity
from indicators.domain.indicator import Indicator
from indicators.domain.periods import MONTH_NAMES, Month
from indicators.figures.figure import Figure
from layouts.text.labels import describe_people_needed, label_next_verdict


def abbreviate_month(month: Month) -> str:
    """Return “Oct 2026”, for the heading of a column."""
    return f"{MONTH_NAMES[month.month - 1][:3]} {month.year}"


def describe_people_for_next(shown: Figure, indicator: Indicator) -> str:
    """Return “3 more first visits on time for N/A”, under a heading that says needed."""
    needed = describe_people_needed(shown, indicator)
    return f"{needed} for {label_next_verdict(shown)}" if needed else ""


def abbreviate_people_needed(shown: Figure, indicator: Indicator) -> str:
    """Return “3 more for N/A”, where there is no room for what the people do; empty for a tick."""
    if shown.to_turn is None:
        return ""
    more = "fewer" if indicator.better is Polarity.LOWER else "more"
    return f"{shown.to_turn:,} {more} for {label_next_verdict(shown)}"
