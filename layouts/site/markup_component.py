"""Markup: a Dash component for HTML that the server rendered from a template."""

from __future__ import annotations

from dash.development.base_component import Component

from layouts.site.packed_text import PackedText


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
