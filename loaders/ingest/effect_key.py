"""A key for what loading a file would do: it differs as soon as that differs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from indicators.ports.load_effect import LoadEffect
from indicators.ports.upload_service import LoadReport

if TYPE_CHECKING:
    from indicators.store.commit_load import LoadPlan

_DIGITS = 12
"""So many digits no two effects share by chance, and a person can still copy them."""


def make_effect_key(report: LoadReport, plan: LoadPlan, effect: LoadEffect | None) -> str:
    """Return the key of what a person sees before loading a file.

    It covers the figures that would be added, those they would replace, the rows left out, every
    sentence to confirm and the verdicts that would change. `effect` is None where it was not
    calculated.
    """
    import pandas as pd

    digest = hashlib.sha256()
    for part in _list_parts(report, plan, effect):
        digest.update(part.encode() + b"\0")
    digest.update(pd.util.hash_pandas_object(plan.added, index=False).to_numpy().tobytes())
    return digest.hexdigest()[:_DIGITS]


def _list_parts(report: LoadReport, plan: LoadPlan, effect: LoadEffect | None) -> Iterator[str]:
    yield report.profile
    yield f"{report.rows_loaded} {report.rows_refused} {report.rows_blank}"
    # A current figure is never changed, only replaced, so its id says what it is.
    yield f"{sorted(plan.replaced)} {sorted(plan.repeated)} {plan.counts}"
    for each in report.to_confirm:
        yield f"{each.key} {each}"
    for turned in effect.turned if effect else ():
        yield f"{turned.indicator.code} {turned.place.code} {turned.month}"
        yield f"{turned.was.shown} {turned.was.verdict} {turned.now.shown} {turned.now.verdict}"
