"""Markup: a Dash component for HTML that the server rendered from a template."""

from __future__ import annotations

import sys

from dash.development.base_component import Component

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_QUICK = 1
"""The level that takes 0.15 ms for a page. Others take several times that for a tenth less."""


class PackedText:
    """A text that a process keeps: a page of HTML takes a sixth, and 0.06 ms to unpack."""

    __slots__ = ("_packed",)

    def __init__(self, text: bytes) -> None:
        self._packed = zstd.compress(text, _QUICK)

    def unpack(self) -> bytes:
        """Return the text."""
        return zstd.decompress(self._packed)

    @property
    def size(self) -> int:
        """How many bytes are kept."""
        return len(self._packed)


class Markup(Component):
    """HTML in one piece, without a tree of components to build, send and hydrate.

    `html` is the output of our own templates, which escape it. The script that shows it is
    `assets/live.js`.
    """

    _children_props: list[str] = []  # noqa: RUF012  # Dash declares these on the instance
    _base_nodes: list[str] = []  # noqa: RUF012
    _namespace = "acting_early"
    _type = "Markup"

    def __init__(self, id: str, html: str) -> None:
        """Hold HTML under an id.

        Dash's own `__init__` is left out: for each prop it looks for a package of this namespace in
        the file system, which takes a millisecond of every page.
        """
        self._packed = PackedText(html.encode())
        self._prop_names = ["id", "html"]
        self._valid_wildcard_attributes: list[str] = []
        self.available_properties = self._prop_names
        self.available_wildcard_properties: list[str] = []
        self.id = id

    @property
    def html(self) -> str:
        """The markup."""
        return self._packed.unpack().decode()

    @property
    def size(self) -> int:
        """How many bytes are kept of the markup."""
        return self._packed.size
