"""Drawings in a PDF: each SVG of the pages once, as data that the parts of the document name."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from layouts.exports.typeset.literals import quote

FONT = "DejaVu Sans"
_LAYOUTS = Path(__file__).resolve().parents[2]
_NAMESPACE = "http://www.w3.org/2000/svg"
_SYMBOL = re.compile(r'<symbol id="([\w-]+)" viewBox="([^"]+)">(.*?)</symbol>', re.DOTALL)
_SVG = re.compile(r"<svg\b([^>]*)>(.*?)</svg>", re.DOTALL)
_CLASS = re.compile(r'\bclass="[^"]*"')
_LABEL = re.compile(r'\baria-label="([^"]*)"')
_TITLE = re.compile(r"\s*<title>([^<]*)</title>")
_USED = re.compile(r'<use href="#([\w-]+)"')
_FAMILY = re.compile(r'font-family="[^"]*"')


class Drawings:
    """The drawings of a document. Those that are alike are kept once."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def take_out(self, html: str) -> str:
        """Return markup with a picture in place of each drawing, which says the same in words.

        Parsers of HTML do not keep the case of names, which SVG needs.
        """
        return _SVG.sub(self._write_picture, html)

    def define(self) -> str:
        """Return the source that defines every name."""
        return "\n".join(f"#let {name} = bytes({quote(svg)})" for svg, name in self._names.items())

    def _write_picture(self, found: re.Match[str]) -> str:
        attributes, inside = found.groups()
        used = _USED.search(inside)
        if used and (mark := read_marks().get(used[1])):
            name = self._keep(mark)
        else:
            name = self._keep(f'<svg xmlns="{_NAMESPACE}"{attributes}>{inside}</svg>')
        said = _TITLE.match(inside) or _LABEL.search(attributes)
        words = said[1].replace('"', "&#34;") if said else ""
        return f'<img {" ".join(_CLASS.findall(attributes))} alt="{words}" src="{name}">'

    def _keep(self, svg: str) -> str:
        drawn = " ".join(_FAMILY.sub(f'font-family="{FONT}"', svg).split())
        return self._names.setdefault(drawn, f"drawing-{len(self._names)}")


@cache
def read_marks() -> dict[str, str]:
    """Return the drawings of the pages' marks by name."""
    sprite = (_LAYOUTS / "site" / "_sprite.html").read_text(encoding="utf-8")
    return {
        name: f'<svg xmlns="{_NAMESPACE}" viewBox="{view_box}">{drawing}</svg>'
        for name, view_box, drawing in _SYMBOL.findall(sprite)
    }
