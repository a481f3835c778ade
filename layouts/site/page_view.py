"""A page as it is shown, the same in the first response and in the live page."""

from __future__ import annotations

from dataclasses import dataclass

from dash.development.base_component import Component

from layouts.site.markup_component import Markup

PAGE = "page-markup"
"""The id of the page's markup in Dash's layout."""


@dataclass(frozen=True, slots=True)
class PageView:
    """The title, the components and the HTTP status of a page.

    `has_small_numbers` says whether it is made from exact small numbers, of which `version` of the
    data.
    """

    title: str
    body: tuple[Component, ...]
    status: int = 200
    has_small_numbers: bool = False
    version: int = 0

    @property
    def html(self) -> str:
        """The markup. Other components come with the live page."""
        return "".join(part.html for part in self.body if isinstance(part, Markup))

    @property
    def size(self) -> int:
        """How many bytes are kept of the markup."""
        return sum(part.size for part in self.body if isinstance(part, Markup))
