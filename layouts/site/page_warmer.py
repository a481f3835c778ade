"""Renders the pages that were asked for last, again after a load, before anybody asks for them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from threading import Lock, Thread
from typing import Generic

from layouts.site.view_cache import Key, ViewCache

MOST_PAGES = 60
_LOG = logging.getLogger(__name__)


class PageWarmer(Generic[Key]):
    """Watches the version of the data that requests see, in each process for itself."""

    def __init__(self, cache: ViewCache[Key], renew: Callable[[Key, int], Key | None]) -> None:
        """`renew` returns the key of the same page at another version, or None if it has none."""
        self._cache = cache
        self._renew = renew
        self._lock = Lock()
        self._version: int | None = None

    def note_version(self, version: int) -> None:
        """Start to render the last pages again if this version is newer than all seen before."""
        with self._lock:
            known = self._version
            if known is not None and version <= known:
                return
            self._version = version
        if known is not None:
            Thread(target=self._warm, args=(version,), name="page-warmer", daemon=True).start()

    def _warm(self, version: int) -> None:
        recent = self._cache.list_recent()
        renewed = {key: self._renew(key, version) for key in recent}
        for key in self._choose_pages(renewed.values()):
            if self._version != version:
                return  # another load came, and another thread renders its pages
            try:
                self._cache.get(key)
            except Exception as error:  # noqa: BLE001 - a reader of the page is shown the error
                _LOG.warning("page not warmed", extra={"fields": {"error": type(error).__name__}})
        self._cache.keep_only(lambda key: renewed.get(key) in (None, key))

    def _choose_pages(self, keys: Iterable[Key | None]) -> list[Key]:
        """Return each key once, the page asked for last first."""
        return [key for key in dict.fromkeys(keys) if key is not None][:MOST_PAGES]
