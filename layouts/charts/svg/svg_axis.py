"""An axis: where a value is between its ends, and its ticks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from math import ceil, floor, log10
from typing import Any

_PAD = 0.05
"""What is left free at the ends of an axis whose range the chart does not say, as a share of it."""
_FULL_MONTHS_OF_YEAR = 12


class AxisKind(Enum):
    """What the values of an axis are."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis from `low` to `high`; names count from 0 and dates are days."""

    kind: AxisKind
    low: float
    high: float
    keys: Mapping[str, Any]
    names: tuple[str, ...] = ()

    def place(self, value: Any) -> float:
        """Return where a value is, from 0 at the low end to 1 at the high end."""
        return (self.read(value) - self.low) / (self.high - self.low)

    def read(self, value: Any) -> float:
        """Return a value of the chart as a number."""
        return _read(value, self.kind, self.names)

    @property
    def range(self) -> list[Any]:
        """The ends as plotly takes them."""
        if self.kind is AxisKind.DATE:
            return list(self.keys["range"])
        return [self.low, self.high]

    def list_ticks(self, wanted: int) -> list[tuple[float, str]]:
        """Return the place and label of each tick; about so many as wanted, if it is free."""
        if not self.keys.get("visible", True) or not self.keys.get("showticklabels", True):
            return []
        if "tickvals" in self.keys:
            ticks = list(zip(self.keys["tickvals"], self.keys["ticktext"], strict=True))
            return [(self.place(value), text) for value, text in ticks]
        if self.kind is AxisKind.NAME:
            return [(self.place(name), name) for name in self.names]
        if self.kind is AxisKind.DATE:
            return [(self.place(day.isoformat()), text) for day, text in self._list_days()]
        return list(self._list_numbers(wanted))

    def _list_days(self) -> Iterator[tuple[date, str]]:
        step = int(self.keys["dtick"].removeprefix("M"))
        first = date.fromisoformat(self.keys["tick0"])
        month = first.year * _FULL_MONTHS_OF_YEAR + first.month - 1
        while True:
            day = date(month // _FULL_MONTHS_OF_YEAR, month % _FULL_MONTHS_OF_YEAR + 1, 1)
            if day.toordinal() > self.high:
                return
            if day.toordinal() >= self.low:
                yield day, day.strftime(self.keys["tickformat"])
            month += step

    def _list_numbers(self, wanted: int) -> Iterator[tuple[float, str]]:
        step = choose_step(abs(self.high - self.low), wanted)
        if self.keys.get("tickformat") == ",d":
            step = max(1.0, step)
        ends = sorted((self.low, self.high))
        first, last = ceil(round(ends[0] / step, 6)), floor(round(ends[1] / step, 6))
        places = max(0, -floor(log10(step)))
        suffix, only_last = self.keys.get("ticksuffix", ""), self.keys.get("showticksuffix")
        for at in range(first, last + 1):
            text = f"{at * step:,.{places}f}".replace("-", "−")
            shown = suffix if only_last != "last" or at == last else ""
            yield self.place(at * step), f"{text}{shown}"


def choose_step(span: float, wanted: int) -> float:
    """Return 1, 2 or 5 times a power of ten, so that about so many steps fill a span."""
    rough = span / max(wanted, 1)
    power = 10.0 ** floor(log10(rough))
    return next((power * n for n in (1, 2, 5) if power * n >= rough), power * 10)


def read_axis(keys: Mapping[str, Any], seen: Sequence[Any]) -> Axis:
    """Return the axis that a chart's keys say, or that fits all values `seen` on it."""
    kind = _find_kind(keys, seen)
    names = tuple(keys.get("categoryarray") or dict.fromkeys(seen)) if kind is AxisKind.NAME else ()
    if "range" in keys:
        low, high = (_read(end, AxisKind.NUMBER if names else kind, names) for end in keys["range"])
    elif names:
        low, high = -0.5, len(names) - 0.5
    else:
        low, high = _fit([float(each) for each in seen if each is not None], keys)
    if keys.get("autorange") == "reversed":
        low, high = high, low
    return Axis(kind, low, high, keys, names)


def _find_kind(keys: Mapping[str, Any], seen: Sequence[Any]) -> AxisKind:
    if keys.get("type") == "date":
        return AxisKind.DATE
    is_named = keys.get("type") == "category" or any(isinstance(each, str) for each in seen)
    return AxisKind.NAME if is_named else AxisKind.NUMBER


def _fit(numbers: list[float], keys: Mapping[str, Any]) -> tuple[float, float]:
    if keys.get("rangemode") == "tozero":
        numbers.append(0.0)
    low, high = min(numbers, default=0.0), max(numbers, default=1.0)
    pad = (high - low) * _PAD or 1.0
    starts_at_zero = keys.get("rangemode") == "tozero" and low == 0
    return (low if starts_at_zero else low - pad), high + pad


def _read(value: Any, kind: AxisKind, names: Sequence[str]) -> float:
    if kind is AxisKind.DATE:
        return date.fromisoformat(value).toordinal()
    if kind is AxisKind.NAME:
        return names.index(value)
    return float(value)
