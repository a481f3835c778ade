"""What is known of a month, as small numbers in arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from indicators.domain.core import ObservationStatus

NOTHING, OK, HIDDEN, NOT_AVAILABLE, NOT_APPLICABLE, INCOMPLETE = range(6)
STATES = {
    ObservationStatus.OK.value: OK,
    ObservationStatus.HIDDEN.value: HIDDEN,
    ObservationStatus.NOT_AVAILABLE.value: NOT_AVAILABLE,
    ObservationStatus.NOT_APPLICABLE.value: NOT_APPLICABLE,
    ObservationStatus.INCOMPLETE.value: INCOMPLETE,
}
STATUSES = {code: ObservationStatus(name) for name, code in STATES.items()} | {
    NOTHING: ObservationStatus.NOT_AVAILABLE
}
TELLING = (HIDDEN, INCOMPLETE, NOT_AVAILABLE, NOT_APPLICABLE)
"""Why a span has no figure, the most telling first."""


def find_reason(state: NDArray[np.int8]) -> ObservationStatus:
    """Return why months have no figure."""
    for code in TELLING:
        if (state == code).any():
            return STATUSES[code]
    return ObservationStatus.NOT_AVAILABLE
