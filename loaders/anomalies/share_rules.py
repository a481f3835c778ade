"""Check for percentages that may be shares of 1: 0.934 sent in place of 93.4."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from indicators.domain.confirmation_texts import write_confirmation
from indicators.domain.confirmations import Confirmation, ConfirmationCode
from indicators.domain.core import Unit
from loaders.anomalies.baseline import Baseline
from loaders.anomalies.row_locator import RowLocator
from loaders.anomalies.thresholds import USUAL_PERCENTAGE


def find_shares(found: Baseline, locator: RowLocator) -> Iterator[Confirmation]:
    """Yield percentages without counts that are 1 or less and may be shares of 1.

    All are, unless the current ones are too; or only some are, among others that are far higher.
    """
    if found.indicator.unit is not Unit.PERCENT:
        return
    without_counts = np.isnan(found.new.numerator) & (found.new.figure > 0)
    alone = found.changed & without_counts
    sent = found.new.figure[alone]
    low = alone & (found.new.figure <= 1)
    if low.any() and np.median(found.new.figure[without_counts]) > USUAL_PERCENTAGE:
        code = ConfirmationCode.PERCENTAGE_MAY_BE_SHARE
        text = write_confirmation(
            code,
            indicator=found.indicator.name,
            least=f"{found.new.figure[low].min():g}",
            typical=USUAL_PERCENTAGE,
        )
        rows = locator.locate(found.rows[low])
        yield Confirmation(code, text, (found.indicator.code,), rows=rows)
    current = found.old.figure[found.old.figure > 0]
    if (sent > 1).any() or not (sent < 1).any() or (len(current) and np.median(current) <= 1):
        return
    code = ConfirmationCode.PERCENTAGES_UP_TO_ONE
    text = write_confirmation(
        code, indicator=found.indicator.name, least=f"{sent.min():g}", most=f"{sent.max():g}"
    )
    rows = locator.locate(found.rows[alone])
    yield Confirmation(code, text, (found.indicator.code,), rows=rows)
