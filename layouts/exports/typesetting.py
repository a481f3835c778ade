"""Markup as a PDF by WeasyPrint, with the pages' stylesheet and marks and no other resources."""

from __future__ import annotations

import logging
import re
from functools import cache
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

MARK = "mark:"
_LAYOUTS = Path(__file__).resolve().parents[1]
_SYMBOL = re.compile(r'<symbol id="([\w-]+)" viewBox="([^"]+)">(.*?)</symbol>', re.DOTALL)
_SVG = "http://www.w3.org/2000/svg"


def typeset_pdf(html: str) -> bytes:
    """Return the markup as a tagged PDF (PDF/UA-1). A picture at `mark:<name>` is that mark."""
    document = HTML(string=html, url_fetcher=_Marks())
    made: bytes = document.write_pdf(stylesheets=[_read_style()], pdf_variant="pdf/ua-1")
    return made


class _Marks(URLFetcher):  # type: ignore[misc]
    """Answers for the marks, and for no other address."""

    def fetch(self, url: str, _headers: Any = None) -> Any:
        drawing = _read_drawings()[url.removeprefix(MARK)]
        return URLFetcherResponse(url, drawing, {"Content-Type": "image/svg+xml"})


@cache
def _read_style() -> Any:
    # WeasyPrint logs every rule that applies only to screens, hundreds of lines.
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    return CSS(filename=_LAYOUTS / "assets" / "style.css")


@cache
def _read_drawings() -> dict[str, str]:
    sprite = (_LAYOUTS / "site" / "_sprite.html").read_text(encoding="utf-8")
    return {
        name: f'<svg xmlns="{_SVG}" viewBox="{view_box}">{drawing}</svg>'
        for name, view_box, drawing in _SYMBOL.findall(sprite)
    }
