"""The fixed sets of values that the whole code base shares."""

from __future__ import annotations

from enum import StrEnum


class LocalityKind(StrEnum):
    """What a locality is.

    The city is the whole area of the council. A benchmark is elsewhere (England, a region, similar
    councils), shown next to the others and never added up.
    """

    AREA = "area"
    TEAM = "team"
    HUB = "hub"
    CITY = "city"
    BENCHMARK = "benchmark"


BENCHMARKS = "benchmarks"
"""The service of extracts that hold nothing but benchmark series."""


class Unit(StrEnum):
    """The unit of an indicator's figures."""

    PERCENT = "percent"
    RATE = "rate"
    COUNT = "count"


class Polarity(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Frequency(StrEnum):
    """How often an indicator is sent."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        return _MONTHS[self]


_MONTHS = {Frequency.MONTH: 1, Frequency.QUARTER: 3, Frequency.YEAR: 12}


class Placement(StrEnum):
    """Where an indicator stands.

    In every dashboard's rows, on the page of further indicators of a place, or among the city's
    yearly outcomes.
    """

    DASHBOARD = "dashboard"
    MORE = "more"
    OUTCOMES = "outcomes"


class CountType(StrEnum):
    """How a count gathers over months: open at month end (a mean), or events (a sum)."""

    SNAPSHOT = "snapshot"
    FLOW = "flow"


class ObservationStatus(StrEnum):
    """Why an observation has no figure.

    `OK` has one. `INCOMPLETE` lacks part of what is counted, so that the rest would look like a
    fall.
    """

    OK = "ok"
    HIDDEN = "hidden"
    NOT_AVAILABLE = "not_available"
    NOT_APPLICABLE = "not_applicable"
    INCOMPLETE = "incomplete"


class Verdict(StrEnum):
    """How a figure compares with its target."""

    TICK = "tick"
    NA = "na"
    CROSS = "cross"


class AreaBasis(StrEnum):
    """Which areas a place's earlier months are added up from."""

    AS_IT_WAS = "as-it-was"
    """Those it had in each month."""
    TODAY = "today"
    """Those it has in the latest month there is, so that all months can be compared."""
