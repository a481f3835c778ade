"""The part of the pages' stylesheet that a document can use.

WeasyPrint tries every rule for `td` on every cell. Most rules name a class that no element of the
document has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import tinycss2
from weasyprint import CSS

_STYLE = Path(__file__).resolve().parents[2] / "assets" / "style.css"
_KEPT_STYLES = 8


@lru_cache(maxsize=_KEPT_STYLES)
def choose_style(names: frozenset[str]) -> CSS:
    """Return the rules for elements that have these classes and no others."""
    return CSS(string=write_style(names))


def write_style(names: frozenset[str]) -> str:
    """Return the same rules as text."""
    return "\n".join(_choose_rules(_read_rules(), names))


@cache
def _read_rules() -> list[Any]:
    text = _STYLE.read_text(encoding="utf-8")
    rules: list[Any] = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    return rules


def _choose_rules(rules: Sequence[Any], names: frozenset[str]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [each for each in _split(rule.prelude) if _can_match(each, names)]
            if selectors:
                written = ",".join(tinycss2.serialize(each).strip() for each in selectors)
                yield f"{written}{{{tinycss2.serialize(rule.content)}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword == "media":
            inside = tinycss2.parse_rule_list(
                rule.content, skip_comments=True, skip_whitespace=True
            )
            chosen = "\n".join(_choose_rules(inside, names))
            yield f"@media{tinycss2.serialize(rule.prelude)}{{{chosen}}}"
        else:
            yield rule.serialize()


def _split(prelude: Sequence[Any]) -> list[list[Any]]:
    """Return the selectors between commas."""
    selectors: list[list[Any]] = [[]]
    for part in prelude:
        if part == ",":
            selectors.append([])
        else:
            selectors[-1].append(_write_for_pictures(part))
    return selectors


def _write_for_pictures(token: Any) -> Any:
    """Let a rule for a drawing apply to the picture that stands for it."""
    if token.type == "ident" and token.value == "svg":
        return tinycss2.ast.IdentToken(token.source_line, token.source_column, "img")
    return token


def _can_match(selector: Sequence[Any], names: frozenset[str]) -> bool:
    """Return whether each class that the selector requires is there.

    Classes inside `:is()`, `:not()` and `:has()` are not looked at: not all are required.
    """
    return not any(
        before == "." and token.type == "ident" and token.value not in names
        for before, token in pairwise(selector)
    )
