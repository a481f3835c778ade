"""What a council's files say together, or what they and the recorded changes say."""

from __future__ import annotations

from dataclasses import dataclass, field

from indicators.domain.catalogue import Catalogue
from indicators.domain.events import Events
from indicators.domain.places import Places


@dataclass(frozen=True)
class Configuration:
    """The catalogue, places and events that everything is read with."""

    catalogue: Catalogue
    places: Places
    events: Events = field(default_factory=Events)
