"""Keeps rendered pages, as many as fit a limit, and renders each once however many ask for it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

from layouts.site.page_view import PageView

Key = TypeVar("Key", bound=Hashable)
_OVERHEAD = 1000
"""Bytes of a kept page besides its markup."""


class ViewCache(Generic[Key]):
    """Pages by key, those used last the longest, up to `most_bytes` in all.

    A request for a page that is being rendered waits for it. An error goes to all that wait, and is
    not kept; nor is a page that says what is wrong, since an address can be anything.
    """

    def __init__(self, render: Callable[[Key], PageView], most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self._render = render
        self._views: OrderedDict[Key, PageView] = OrderedDict()
        self._rendering: dict[Key, Future[PageView]] = {}
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: Key) -> PageView:
        """Return a page, from the cache or rendered now."""
        with self._lock:
            if kept := self._views.get(key):
                self._views.move_to_end(key)
                return kept
            waiting = self._rendering.get(key)
            if waiting is None:
                mine: Future[PageView] = Future()
                self._rendering[key] = mine
        return waiting.result() if waiting else self._render_for_all(key, mine)

    def list_recent(self) -> list[Key]:
        """Return the keys of the kept pages, the one asked for last first."""
        with self._lock:
            return list(reversed(self._views))

    def keep_only(self, is_kept: Callable[[Key], bool]) -> None:
        """Drop the other pages."""
        with self._lock:
            for key in [key for key in self._views if not is_kept(key)]:
                self._drop(key)

    def clear(self) -> None:
        """Render every page again from now on."""
        self.keep_only(lambda _: False)

    def _render_for_all(self, key: Key, mine: Future[PageView]) -> PageView:
        try:
            view = self._render(key)
        except BaseException as error:
            self._finish(key, None)
            mine.set_exception(error)
            raise
        self._finish(key, view if view.status == 200 else None)
        mine.set_result(view)
        return view

    def _finish(self, key: Key, view: PageView | None) -> None:
        """Keep the page, if there is one, before nobody waits for it any more."""
        with self._lock:
            del self._rendering[key]
            if view is None:
                return
            self._views[key] = view
            self._bytes += _measure(view)
            while self._bytes > self.most_bytes and len(self._views) > 1:
                self._drop(next(iter(self._views)))

    def _drop(self, key: Key) -> None:
        self._bytes -= _measure(self._views.pop(key))


def _measure(view: PageView) -> int:
    """Return about how many bytes a page takes."""
    return view.size + _OVERHEAD
