"""Renders the templates as escaped HTML."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from jinja2.runtime import Context
from markupsafe import Markup as SafeHtml

from indicators.domain.localities import Locality
from layouts.charts import chart_scripts
from layouts.charts.sparkline import build_sparkline
from layouts.site.current_user import find_user_name
from layouts.text import assurance_text, icon_labels, labels, short_labels, summaries
from layouts.text.access import hidden_text

_LAYOUTS = Path(__file__).parents[1]
_TEMPLATE_FOLDERS = [
    *(
        _LAYOUTS / name
        for name in (
            *("site", "web", "charts"),
            *("exports", "exports/packs", "exports/digests"),
            *("accounts", "accounts/notifications"),
        )
    ),
    *sorted((_LAYOUTS / "pages").iterdir()),
]
"""Each page has its template in its folder. Their names are unique."""


class _PlainCalls(Context):
    """Calls what a template names just so.

    Jinja asks each function whether it needs the context, a thousand times for a page. None of ours
    does, and a macro knows whether to escape from the template that it is in.
    """

    def call(self, named: Callable[..., Any], /, *args: Any, **given: Any) -> Any:
        given.pop("_loop_vars", None)
        given.pop("_block_vars", None)
        return named(*args, **given)


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(_TEMPLATE_FOLDERS),
    autoescape=select_autoescape(disabled_extensions=("txt",), default=True),
    undefined=StrictUndefined,
    auto_reload=False,  # else each is looked at on the disk whenever it is filled in
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.context_class = _PlainCalls


def build_place_path(place: Locality) -> str:
    """Return the path of a locality's page."""
    return f"/{place.kind}/{place.code}"


_ENVIRONMENT.globals.update(
    labels=labels,
    hidden_text=hidden_text,
    assurance_text=assurance_text,
    icon_labels=icon_labels,
    short_labels=short_labels,
    summaries=summaries,
    spark=build_sparkline,
    place_path=build_place_path,
    find_user_name=find_user_name,
)
_ENVIRONMENT.globals.update(
    script=chart_scripts.build_script_url,
    CHART=chart_scripts.CHART,
    MEETING=chart_scripts.MEETING,
    DRAWING=chart_scripts.DRAWING,
    PLOTLY=chart_scripts.PLOTLY,
)


def render(template: str, **context: Any) -> SafeHtml:
    """Return a template filled in. A name that is missing is an error and not a blank."""
    return SafeHtml(_ENVIRONMENT.get_template(template).render(**context))  # noqa: S704


def render_text(template: str, **context: Any) -> str:
    """Return a template filled in, as text. In a .txt nothing is escaped."""
    return _ENVIRONMENT.get_template(template).render(**context)
