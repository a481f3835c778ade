"""Renders the templates as escaped HTML."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from jinja2.runtime import Context
from markupsafe import Markup as SafeHtml

from indicators.domain.localities import Locality
from layouts.charts import chart_scripts, figure_markup
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


_CONTEXTS = "_contexts"
"""The name under which a template and those it imports find the list of their contexts."""


class _PageContext(Context):
    """What a template is filled in with, until it is.

    A macro knows its context, which knows the macro: such a circle would keep everything that a
    page was made of until Python searches for garbage.
    """

    def __init__(
        self, environment: Environment, parent: dict[str, Any], *rest: Any, **named: Any
    ) -> None:
        super().__init__(environment, parent, *rest, **named)
        parent.get(_CONTEXTS, []).append(self)

    def forget(self) -> None:
        """Let go of all that it was given."""
        self.parent, self.vars = {}, {}

    def call(self, named: Callable[..., Any], /, *args: Any, **given: Any) -> Any:
        """Call what a template names just so.

        Jinja asks each function whether it needs the context, a thousand times for a page. None of
        ours does, and a macro knows whether to escape from the template that it is in.
        """
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
_ENVIRONMENT.context_class = _PageContext


def build_place_path(place: Locality) -> str:
    """Return the path of a locality's page."""
    return f"/{place.kind}/{place.code}"


_ENVIRONMENT.globals.update(
    labels=labels,
    hidden_text=hidden_text,
    assurance_text=assurance_text,
    icon_labels=icon_labels,
    figure_markup=figure_markup,
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


def render(template: str, **given: Any) -> SafeHtml:
    """Return a template filled in. A name that is missing is an error and not a blank."""
    return SafeHtml(render_text(template, **given))  # noqa: S704


def render_text(template: str, **given: Any) -> str:
    """Return a template filled in, as text. In a .txt nothing is escaped."""
    contexts: list[_PageContext] = []
    try:
        return _ENVIRONMENT.get_template(template).render(given, **{_CONTEXTS: contexts})
    finally:
        for context in contexts:
            context.forget()
