"""What a council's files say together, or what they and the recorded changes say."""

from __future__ import annotations

from dataclasses import dataclass, field

from indicators.domain.catalogue import Catalogue
from indicators.domain.events import Events
from indicators.domain.places import Places
from indicators.domain.sharing.agreements import Agreements, KnownCodes


@dataclass(frozen=True)
class Configuration:
    """The catalogue, places and events that everything is read with, and who may see it exactly.

    `records` are the codes of the records that an agreement may name.
    """

    catalogue: Catalogue
    places: Places
    events: Events = field(default_factory=Events)
    agreements: Agreements = field(default_factory=Agreements)
    records: frozenset[str] = frozenset()

    @property
    def known_codes(self) -> KnownCodes:
        """What an agreement may name."""
        return KnownCodes(
            frozenset(service.agency for service in self.catalogue.services.values()),
            self.records.union(self.catalogue.indicators),
            frozenset(self.places.localities),
        )
