"""Which page is at which address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule

from indicators.access.audience import Need
from layouts.site.numbers import CONVERTERS
from layouts.site.page_view import PageView
from layouts.text.page_table import PageTable

ShowPage = Callable[..., PageView]
BuildTable = Callable[..., PageTable | None]
"""Builds a table of a page from its request and the parts of its path; None without figures."""
_CACHED_PATHS = 1024
ANY = "*"


@dataclass(frozen=True, slots=True)
class RegisteredPage:
    """One page: the rule of its addresses and the function that shows it.

    `asks` are its own query parameters, and one that ends with `*` stands for all that begin like
    it; others in an address change nothing. `cached` says that it
    is the same for everyone until the data changes, or what people write: notes on figures if it
    `has_notes`, and all that teams enter if it `has_entries`. Its
    `tables` can be downloaded, by name. It is for those who have what it `needs`.
    """

    rule: str
    show: ShowPage
    asks: tuple[str, ...]
    cached: bool
    tables: Mapping[str, BuildTable]
    needs: Need
    has_notes: bool = False
    has_entries: bool = False

    def list_asked(self, query: Iterable[str]) -> list[str]:
        """Return its own parameters, and of those that begin alike the ones in a query."""
        named = [name for name in self.asks if not name.endswith(ANY)]
        begins = tuple(name.removesuffix(ANY) for name in self.asks if name.endswith(ANY))
        return [*named, *(sorted(n for n in query if n.startswith(begins)) if begins else ())]


class PageRegistry:
    """The pages by address."""

    def __init__(self) -> None:
        self._rules = Map(strict_slashes=False, converters=CONVERTERS)
        self._pages: dict[str, RegisteredPage] = {}
        self.find = lru_cache(_CACHED_PATHS)(self._find)

    def add(self, page: RegisteredPage) -> None:
        name = f"{page.show.__module__}.{page.rule}"
        self._rules.add(Rule(page.rule, endpoint=name))
        self._pages[name] = page
        self.find.cache_clear()

    def list_pages(self) -> list[RegisteredPage]:
        """Return every page."""
        return list(self._pages.values())

    def _find(self, path: str) -> tuple[RegisteredPage, Mapping[str, Any]] | None:
        """Return the page at a path with the parts of the path, or None."""
        try:
            name, parts = self._rules.bind("").match(path)
        except HTTPException:
            return None
        return self._pages[name], parts

    def find_rule(self, path: str) -> str:
        """Return the rule that a path matches, as “/team/<code>”, or ""."""
        found = self.find(path)
        return found[0].rule if found else ""
