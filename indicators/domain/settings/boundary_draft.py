"""An arrangement of places that someone looks at before it is accepted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from indicators.domain.settings.setting_change import Table
from indicators.domain.settings.settings_key import DraftKey


@dataclass(frozen=True, slots=True)
class BoundaryDraft:
    """A draft: its file's name and content. `made_at` is UTC."""

    key: DraftKey
    name: str
    content: Table
    made_at: datetime
