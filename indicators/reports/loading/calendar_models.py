"""The calendar of figures received by service, month and centre area."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from indicators.domain.catalogue import Service
from indicators.domain.localities import Locality
from indicators.domain.periods import Month


class ArrivalState(StrEnum):
    """The state of a month's figures.

    PART is in for some areas, or some indicators of an area. BEFORE is a month before the first
    load, and NO_AREA one in which the area did not exist.
    """

    IN = "in"
    PART = "part"
    MISSING = "missing"
    DUE = "due"
    BEFORE = "before"
    NO_AREA = "no_area"


@dataclass(frozen=True, slots=True)
class CalendarCell:
    """One month of a service, or of one area of it.

    `there` and `of` count areas of a service, or indicators of an area. `late` says that the
    figures came after the `due` day, `restated` that later figures differed, and `first` is the day
    (UTC) on which the first came.
    """

    month: Month
    state: ArrivalState
    due: date
    there: int = 0
    of: int = 0
    first: date | None = None
    late: bool = False
    restated: bool = False


@dataclass(frozen=True, slots=True)
class ServiceCalendar:
    """A service's months, and those of each of its areas."""

    service: Service
    cells: tuple[CalendarCell, ...]
    areas: tuple[tuple[Locality, tuple[CalendarCell, ...]], ...]


@dataclass(frozen=True, slots=True)
class ArrivalsCalendar:
    """The calendar of every service over the same months."""

    months: tuple[Month, ...]
    services: tuple[ServiceCalendar, ...]
