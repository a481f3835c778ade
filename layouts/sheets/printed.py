"""Pages as a PDF: the markup that the browser is given, set by the stylesheet's print rules."""

from __future__ import annotations

import logging
import re
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from indicators.errors import UserError
from layouts import markup
from layouts.site import View

_LAYOUTS = Path(__file__).resolve().parents[1]
_STYLE = _LAYOUTS / "assets" / "style.css"
_SYMBOL = re.compile(r'<symbol id="([\w-]+)" viewBox="([^"]+)">(.*?)</symbol>', re.DOTALL)
_USED = re.compile(
    r'<svg ([^>]*)>(?:<title>([^<]*)</title>)?<use href="#([\w-]+)"(?:></use>|/>)</svg>'
)
_LINKED_CELL = re.compile(r"(<t[dh]\b[^>]*>)<a\b[^>]*>(.*?)</a>", re.DOTALL)
_FOR_HANDS = re.compile(r"<(header|footer|form|nav|noscript|script|a)\b.*?</\1>", re.DOTALL)
_CLASS = re.compile(r'class="([^"]*)"')
_SVG = "http://www.w3.org/2000/svg"


def pdf(title: str, foot: str, views: Sequence[View]) -> bytes:
    """The views, each from a new page on, as one tagged PDF (PDF/UA-1), without what is there to
    be clicked or filled in; `foot` stands on every page.

    UserError where the system lacks what the pages are set with."""
    html = markup.render(
        "printed.html",
        title=title,
        foot=foot,
        pages=[_with_marks_drawn(_for_paper(view.html)) for view in views],
    )
    try:
        from weasyprint import HTML  # slow to start, and wanted by nothing else
    except OSError:
        raise UserError(
            "This machine cannot write PDFs: Pango is not installed.",
            remedy="Whoever runs the dashboard can install it (on Debian and Ubuntu: "
            "libpango-1.0-0, libpangoft2-1.0-0, libharfbuzz-subset0). The page's own Print works.",
        ) from None
    written: bytes = HTML(string=html).write_pdf(stylesheets=[_style()], pdf_variant="pdf/ua-1")
    return written


@cache
def _style() -> Any:
    """The pages' own stylesheet, read once."""
    from weasyprint import CSS

    # It tells of each rule that is for screens alone, hundreds of lines.
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    return CSS(filename=_STYLE)


def _for_paper(html: str) -> str:
    """Without controls. A cell keeps the words of its link, which on paper leads nowhere."""
    return _FOR_HANDS.sub("", _LINKED_CELL.sub(r"\1\2", html))


def _with_marks_drawn(html: str) -> str:
    """Each mark as a picture of its own: in print one drawing cannot be used from another, and a
    picture that stands in many cells is drawn once."""
    return _USED.sub(_picture, html)


def _picture(used: re.Match[str]) -> str:
    style = _CLASS.search(used[1])
    named = used[2] or used[3].replace("-", " ")  # one that stands beside its word has no name
    return f'<img class="{style[1] if style else ""}" alt="{named}" src="{_symbols()[used[3]]}">'


@cache
def _symbols() -> dict[str, str]:
    """The marks' drawings by name, each as an address that holds it."""
    sprite = (_LAYOUTS / "templates" / "_sprite.html").read_text(encoding="utf-8")
    return {
        name: _address(f'<svg xmlns="{_SVG}" viewBox="{view_box}">{drawing}</svg>')
        for name, view_box, drawing in _SYMBOL.findall(sprite)
    }


def _address(drawing: str) -> str:
    return f"data:image/svg+xml;base64,{b64encode(drawing.encode()).decode()}"
