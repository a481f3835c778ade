"""What a person has approved before a file is loaded."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from indicators.domain.confirmations import Confirmation


@dataclass(frozen=True, slots=True)
class Approval:
    """What a person has seen and confirmed.

    `confirmed` are keys of `LoadReport.to_confirm`; None confirms everything, for files that no
    person needs to see. `effects` are effect keys: everything is confirmed if loading does exactly
    what one of them stands for. `seen` is the effect key of the preview, if there was one: nothing
    is loaded if loading does something else now. `also` are further things to confirm.
    """

    confirmed: Collection[str] | None = ()
    effects: Collection[str] = ()
    seen: str | None = None
    also: tuple[Confirmation, ...] = ()


NOTHING_CONFIRMED = Approval()
EVERYTHING_CONFIRMED = Approval(confirmed=None)
