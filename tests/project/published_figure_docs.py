"""Write the table of docs/published-figures.md from the specification of published figures."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

_FIGURES = Path(__file__).parents[1] / "spec" / "published_figures.toml"
_RULES = {
    "share": "{0} of {1}",
    "fall": "from {0} to {1}",
    "span": "months from {0} to {1}",
    "months": "{0} a year, a twelfth",
}


def list_published_figures() -> Iterator[str]:
    """Yield the lines of the table, in the order of the specification."""
    yield "| document | place | what it says | printed | comes to | from | difference | test |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for figure in tomllib.loads(_FIGURES.read_text(encoding="utf-8"))["figure"]:
        rule, inputs = figure.get("rule", ""), figure.get("inputs", [])
        source = _RULES.get(rule, " + ".join(inputs)).format(*inputs)
        test = f"`{figure['test']}`" if "test" in figure else "arithmetic" if rule else ""
        same = figure["printed"] if rule or "test" in figure else ""
        cells = (
            figure["document"],
            figure["place"],
            figure["says"],
            figure["printed"],
            figure.get("comes_to", same),
            source,
            figure.get("why", ""),
            test,
        )
        yield f"| {' | '.join(cells)} |"
