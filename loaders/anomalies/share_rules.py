"""Check for percentages that may be shares of 1: 0.934 sent in place of 93.4."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from indicators.domain.confirmation_texts import write_confirmation
from indicators.domain.confirmations import Confirmation, ConfirmationCode
from indicators.domain.core import Unit
from loaders.anomalies.baseline import Baseline
from loaders.anomalies.row_locator import RowLocator


def find_shares(found: Baseline, locator: RowLocator) -> Iterator[Confirmation]:
    """Yield percentages without counts that are all 1 or less, unless the current ones are too."""
    if found.indicator.unit is not Unit.PERCENT:
        return
    alone = found.changed & np.isnan(found.new.numerator) & (found.new.figure > 0)
    sent = found.new.figure[alone]
    current = found.old.figure[found.old.figure > 0]
    if (sent > 1).any() or not (sent < 1).any() or (len(current) and np.median(current) <= 1):
        return
    code = ConfirmationCode.PERCENTAGES_UP_TO_ONE
    text = write_confirmation(
        code, indicator=found.indicator.name, least=f"{sent.min():g}", most=f"{sent.max():g}"
    )
    rows = locator.locate(found.rows[alone])
    yield Confirmation(code, text, (found.indicator.code,), rows=rows)
