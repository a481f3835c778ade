"""Check that the places of targets and trajectories are there."""

from __future__ import annotations

from indicators.domain.catalogue import Catalogue
from indicators.domain.errors import ConfigurationError, UserError
from indicators.domain.indicator import Indicator
from indicators.domain.places import Places


def check_targets(catalogue: Catalogue, places: Places) -> None:
    """Raise ConfigurationError for each target set for a place that is not in places.toml.

    Such a target would never be used, and nobody would notice.
    """
    every = catalogue.indicators.values()
    faults = [fault for indicator in every for fault in list_target_faults(indicator, places)]
    if faults:
        raise ConfigurationError(faults)


def list_target_faults(indicator: Indicator, places: Places) -> list[UserError]:
    """Return a fault for each target and trajectory of an indicator for an unknown place."""
    targets = [("target", at, each.place) for at, each in enumerate(indicator.target, 1)]
    plans = [("trajectory", at, each.place) for at, each in enumerate(indicator.trajectory, 1)]
    return [
        UserError(
            f"There is no place “{place}”.",
            where=f"{indicator.where}, key {key}.{position}.place",
            remedy="Use a code from places.toml, or leave the key out for every locality.",
        )
        for key, position, place in (*targets, *plans)
        if place is not None and place not in places.localities
    ]
