"""Keeps in memory what was worked out about files, as much of it as fits a limit."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from threading import Lock
from typing import Generic, TypeVar

Result = TypeVar("Result")


class FileCache(Generic[Result]):
    """One result for each file, by its hash, and the version of everything else it depends on.

    When the sizes of the results add up to more than `limit`, those that were not used for longest
    are dropped: many small results are kept, or a few large ones.
    """

    def __init__(self, limit: int, measure: Callable[[Result], int]) -> None:
        self.limit = limit
        self._measure = measure
        self._results: OrderedDict[str, tuple[Hashable, Result]] = OrderedDict()
        self._lock = Lock()

    def get(self, sha256: str, version: Hashable, make: Callable[[], Result]) -> Result:
        """Return the result for a file, from `make` if that of this version is not kept.

        An error that `make` raises is not kept.
        """
        with self._lock:
            found = self._results.get(sha256)
            if found and found[0] == version:
                self._results.move_to_end(sha256)
                return found[1]
        made = make()  # not under the lock: two threads may make the same result, without harm
        with self._lock:
            self._results[sha256] = version, made
            self._results.move_to_end(sha256)
            self._drop_oldest()
        return made

    def keep_only(self, hashes: Collection[str]) -> None:
        """Drop the results for all other files."""
        with self._lock:
            for sha256 in self._results.keys() - hashes:
                del self._results[sha256]

    def _drop_oldest(self) -> None:
        size = sum(self._measure(result) for _, result in self._results.values())
        while size > self.limit and len(self._results) > 1:
            _, (_, dropped) = self._results.popitem(last=False)
            size -= self._measure(dropped)
