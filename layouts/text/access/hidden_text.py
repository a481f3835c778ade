"""Why a figure is hidden, in words."""

from __future__ import annotations

from indicators.domain.core import ObservationStatus
from indicators.domain.indicator import Indicator
from indicators.figures.figure import Figure
from layouts.text.labels import MARK_MEANS

HIDDEN_MEANS = "Where it says [c], a number is hidden to protect people."


def explain_mark(shown: Figure, indicator: Indicator) -> str:
    """Return why there is no figure, with the number below which counts are hidden."""
    if shown.status is not ObservationStatus.HIDDEN:
        return MARK_MEANS[shown.status]
    few = indicator.small_number_threshold + 1
    return f"hidden to protect people: fewer than {few}, or would reveal such a number"
