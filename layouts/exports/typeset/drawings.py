"""Drawings in a PDF: SVG as pictures, each worked out once for each size."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from weasyprint.images import SVGImage
from weasyprint.urls import URLFetcher, URLFetcherResponse

MARK, DRAWING = "mark:", "drawing:"
_LAYOUTS = Path(__file__).resolve().parents[2]
_SYMBOL = re.compile(r'<symbol id="([\w-]+)" viewBox="([^"]+)">(.*?)</symbol>', re.DOTALL)
_SVG = re.compile(r"<svg\b([^>]*)>(.*?)</svg>", re.DOTALL)
_SEEN = re.compile(r'\b(?:class|style|id)="[^"]*"')
_LABEL = re.compile(r'\baria-label="([^"]*)"')
_TITLE = re.compile(r"\s*<title>([^<]*)</title>")
_NAMESPACE = "http://www.w3.org/2000/svg"


def take_out_drawings(html: str) -> tuple[str, dict[str, str]]:
    """Return the markup with pictures in place of its drawings, and the drawings by address.

    A picture says in words what its drawing says. Drawings that are alike have one address. What is
    inside a drawing is then no part of the document, for which styles are looked up.
    """
    drawings: dict[str, str] = {}
    addresses: dict[str, str] = {}

    def write_picture(found: re.Match[str]) -> str:
        attributes, inside = found.groups()
        address = addresses.setdefault(found[0], f"{DRAWING}{len(addresses)}")
        drawings[address] = f'<svg xmlns="{_NAMESPACE}"{attributes}>{inside}</svg>'
        said = _TITLE.match(inside) or _LABEL.search(attributes)
        words = said[1].replace('"', "&#34;") if said else ""
        return f'<img {" ".join(_SEEN.findall(attributes))} alt="{words}" src="{address}">'

    return _SVG.sub(write_picture, html), drawings


class DrawingFetcher(URLFetcher):  # type: ignore[misc]
    """Answers for a document's drawings and the marks, and for no other address."""

    def __init__(self, drawings: Mapping[str, str]) -> None:
        super().__init__()
        self._drawings = drawings

    def fetch(self, url: str, _headers: Any = None) -> Any:
        found = read_marks() if url.startswith(MARK) else self._drawings
        return URLFetcherResponse(url, found[url], {"Content-Type": "image/svg+xml"})


class KeptDrawings(dict[str, Any]):
    """WeasyPrint's cache of pictures, in which a drawing is worked out once for each size."""

    def __setitem__(self, url: str, picture: Any) -> None:
        super().__setitem__(url, KeptDrawing(picture) if isinstance(picture, SVGImage) else picture)


class KeptDrawing:
    """A picture that repeats what it wrote at the same size."""

    def __init__(self, picture: Any) -> None:
        self._picture = picture
        self._written: dict[tuple[float, float, int], list[bytes]] = {}
        self.get_intrinsic_size = picture.get_intrinsic_size

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        # What it wrote names fonts and groups of these resources.
        key = width, height, id(stream._resources)  # noqa: SLF001 - they have no public name
        lines: list[bytes] = stream.stream
        if key not in self._written:
            start = len(lines)
            lines.append(b"")  # what was written before is not joined with the first line
            self._picture.draw(stream, width, height, style)
            self._written[key] = lines[start:]
        else:
            lines.extend(self._written[key])


@cache
def read_marks() -> dict[str, str]:
    """Return the drawings of the pages' marks by address."""
    sprite = (_LAYOUTS / "site" / "_sprite.html").read_text(encoding="utf-8")
    return {
        MARK + name: f'<svg xmlns="{_NAMESPACE}" viewBox="{view_box}">{drawing}</svg>'
        for name, view_box, drawing in _SYMBOL.findall(sprite)
    }
