"""What pages read of the newest data, kept so that those of other months need not read it again.

Kept is what the database holds, before anything is hidden from a viewer: each reader gets a copy,
and that passes the gate.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

from indicators.domain.settings.settings_key import FILES_ONLY, SettingsKey
from indicators.figures.series import MonthWindow, Series

_MOST_BYTES = 1024 * 1024
"""Room for the series of all pages of 17 areas and 17 indicators; larger ones are not kept."""
_OVERHEAD = 1000
"""Bytes of what is kept besides what it counts itself."""
_SHORT = 3000
"""About the most that a short answer takes: thirty years of months."""
_Read = TypeVar("_Read")


class KeptReads:
    """Reads by key, those used last the longest, up to `most_bytes` in all.

    All are of one version of the data: with the first of a later one the others are dropped.
    """

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self._version = 0
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def find(self, version: int, key: Hashable) -> Any:
        """Return what is kept of a version, or None."""
        with self._lock:
            if version != self._version or key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def keep(self, version: int, key: Hashable, value: Any, size: int) -> None:
        """Keep what takes about `size` bytes, unless that is too much or the version is older."""
        size += _OVERHEAD
        with self._lock:
            if version > self._version:
                self._version = version
                self._drop_all()
            if version < self._version or size > self.most_bytes:
                return
            self._bytes += size - self._kept.pop(key, (None, 0))[1]
            self._kept[key] = value, size
            while self._bytes > self.most_bytes:
                self._bytes -= self._kept.popitem(last=False)[1][1]

    def clear(self) -> None:
        """Read everything again from now on."""
        with self._lock:
            self._drop_all()

    def _drop_all(self) -> None:
        self._kept.clear()
        self._bytes = 0


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """What is kept of one version of the data, with one version of the settings."""

    kept: KeptReads
    version: int
    settings: SettingsKey = FILES_ONLY

    def read_series(
        self, key: Hashable, window: MonthWindow, read: Callable[[MonthWindow], Series]
    ) -> Series:
        """Return a series of the months of a window, which the caller may change.

        The first time only these months are read. Who looks at a second month will look at others:
        then all months of its years are read.
        """
        whole = self.settings, key, window.years
        found: Series | None = self.kept.find(self.version, whole)
        if found is None or not found.window.covers(window):
            found = read(window if found is None else window.years)
            found.narrow()
            self.kept.keep(self.version, whole, found, found.size)
        return found.copy_months(window)

    def read_once(self, key: Hashable, read: Callable[[], _Read]) -> _Read:
        """Return a short answer about the whole table, such as the months with data.

        Nobody may change it.
        """
        whole = self.settings, key
        found: tuple[_Read] | None = self.kept.find(self.version, whole)
        if found is None:
            found = (read(),)
            self.kept.keep(self.version, whole, found, _SHORT)
        return found[0]
