"""Markup: a Dash component for HTML that the server rendered from a template."""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component, _explicitize_args


class Markup(Component):
    """HTML in one piece, without a tree of components to build, send and hydrate.

    `html` is the output of our own templates, which escape it. The script that shows it is
    `assets/live.js`.
    """

    _children_props: list[str] = []  # noqa: RUF012  # Dash declares these on the instance
    _base_nodes: list[str] = []  # noqa: RUF012
    _namespace = "acting_early"
    _type = "Markup"

    @_explicitize_args
    def __init__(self, id: str | None = None, html: str | None = None, **kwargs: Any) -> None:
        self._prop_names = ["id", "html"]
        self._valid_wildcard_attributes: list[str] = []
        self.available_properties = self._prop_names
        self.available_wildcard_properties: list[str] = []
        explicit = kwargs.pop("_explicit_args")
        given = {
            name: value for name, value in {"id": id, "html": html}.items() if name in explicit
        }
        super().__init__(**given)
