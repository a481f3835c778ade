"""What the command line needs of the web app that it serves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication


class WebApp(Protocol):
    """A web app over one database."""

    @property
    def server(self) -> WSGIApplication:
        """The WSGI application."""

    def warm(self, path: str) -> None:
        """Render a page once."""

    def close_connections(self) -> None:
        """Close the connections to the database; the next request opens others."""
