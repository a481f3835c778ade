"""Fills the templates: rows in, HTML out, escaped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup as SafeHtml

from indicators.places import Locality
from layouts import icon_words, scripts, wording
from layouts.sparkline import sparkline

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def place_path(place: Locality) -> str:
    """The address of a locality's page."""
    return f"/{place.kind}/{place.code}"


_ENVIRONMENT.globals.update(
    words=wording, icon_words=icon_words, spark=sparkline, place_path=place_path
)
_ENVIRONMENT.globals.update(script=scripts.address, CHART=scripts.CHART, PLOTLY=scripts.PLOTLY)


def render(template: str, **context: Any) -> SafeHtml:
    """The template filled in; a name it lacks is an error, not a blank."""
    return SafeHtml(_ENVIRONMENT.get_template(template).render(**context))  # noqa: S704
