"""Three sites over the same database and the same figures: ours, plain Dash, plain Flask.

Each is a factory for gunicorn. Ours and Flask share the cache of rendered pages, and plain Dash has
its reports cached, so only the way a page reaches the browser differs.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, request, send_from_directory

from app import create_app
from benchmarks.common.compression import compress
from benchmarks.common.figures import NOW
from cli.context import Context
from cli.settings import Settings
from indicators.access.permissions import PARTNER
from layouts.pages import register_all
from layouts.site import rendering
from layouts.site.site import Site
from layouts.web.app_factory import ASSETS

OF_DASH = ["app_entry", "config", "scripts", "renderer", "start"]


def open_context(url: str) -> Context:
    """The shipped catalogue and places over a database that was filled for the benchmark."""
    return Context.open(Settings(database_url=url, now=NOW))


def ours(url: str) -> Any:
    return create_app(Settings(database_url=url, now=NOW)).server


def plain_flask(url: str) -> Any:
    """The same markup from the same templates, with nothing of Dash about it."""
    site = Site(open_context(url).reports)
    register_all(site)
    server = Flask(__name__, static_folder=None)
    compress(server)

    @server.get("/assets/<path:name>")
    def asset(name: str) -> Any:
        return send_from_directory(ASSETS, name)

    @server.get("/<path:_path>")
    def page(_path: str) -> str:
        view = site.get_view(request.path, request.args, PARTNER)
        css = '<link rel="stylesheet" href="/assets/style.css">'
        ours = {"title": view.title, "css": css, "first": view.html, "user_bar": ""}
        none = dict.fromkeys((*OF_DASH, "display"), "") | {"is_live": False}
        return rendering.render("index.html", **none | ours)

    return server


def plain_dash(url: str) -> Any:
    from benchmarks.common.plain_dash import build

    return build(open_context(url).reports)
