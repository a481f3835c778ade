"""Pages as a PDF: the very markup that the browser is given, set by the stylesheet's print rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from indicators.errors import UserError
from layouts import markup
from layouts.site import View

_LAYOUTS = Path(__file__).resolve().parents[1]
_STYLE = _LAYOUTS / "assets" / "style.css"
_SYMBOL = re.compile(r'<symbol id="([\w-]+)" viewBox="([^"]+)">(.*?)</symbol>', re.DOTALL)
_USED = re.compile(r'<svg ([^>]*)>(<title>[^<]*</title>)?<use href="#([\w-]+)"></use></svg>')


def pdf(title: str, views: Sequence[View]) -> bytes:
    """The views, each from a new page on, as one tagged PDF (PDF/UA-1).

    UserError where the system lacks what the pages are set with."""
    html = markup.render(
        "printed.html",
        title=title,
        style=_STYLE.as_uri(),
        pages=[_with_marks_drawn(view.html) for view in views],
    )
    try:
        from weasyprint import HTML  # slow to start, and wanted by nothing else
    except OSError:
        raise UserError(
            "This machine cannot write PDFs: Pango is not installed.",
            remedy="Whoever runs the dashboard can install it (on Debian and Ubuntu: "
            "libpango-1.0-0, libpangoft2-1.0-0, libharfbuzz-subset0). The page's own Print works.",
        ) from None
    written: bytes = HTML(string=html, base_url=_STYLE.as_uri()).write_pdf(pdf_variant="pdf/ua-1")
    return written


def _with_marks_drawn(html: str) -> str:
    """Each mark with its own drawing: in print one drawing cannot be used from another."""
    return _USED.sub(_drawn, html)


def _drawn(used: re.Match[str]) -> str:
    view_box, drawing = _symbols()[used[3]]
    return f'<svg {used[1]} viewBox="{view_box}">{used[2] or ""}{drawing}</svg>'


@cache
def _symbols() -> dict[str, tuple[str, str]]:
    """The marks' drawings by name, with their view boxes."""
    sprite = (_LAYOUTS / "templates" / "_sprite.html").read_text(encoding="utf-8")
    return {name: (view_box, drawing) for name, view_box, drawing in _SYMBOL.findall(sprite)}
