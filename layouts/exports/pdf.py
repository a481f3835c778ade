"""Pages as a PDF: the markup of the page, set with the stylesheet's print rules."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indicators.domain.errors import UserError
from layouts.site import rendering
from layouts.site.page_view import PageView

_USED = re.compile(
    r'<svg ([^>]*)>(?:<title>([^<]*)</title>)?<use href="#([\w-]+)"(?:></use>|/>)</svg>'
)
_LINKED_CELL = re.compile(r"(<t[dh]\b[^>]*>)<a\b[^>]*>(.*?)</a>", re.DOTALL)
_LINKED_ITEM = re.compile(r"(<li\b[^>]*>(?:(?!</li>|<a\b).)*)<a\b[^>]*>(.*?)</a>", re.DOTALL)
_CONTROLS = re.compile(r"<(header|footer|form|nav|noscript|script|a)\b.*?</\1>", re.DOTALL)
_CLASS = re.compile(r'class="([^"]*)"')


def write_pdf(title: str, foot: str, views: Sequence[PageView]) -> bytes:
    """Return the views as one tagged PDF (PDF/UA-1), each starting on a new page.

    Links, forms and buttons are left out. `foot` is printed on every page. UserError if the system
    lacks Pango.
    """
    try:
        from layouts.exports.typesetting import typeset_pdf  # slow to import, and used only here
    except OSError:
        raise UserError(
            "This server cannot write PDFs: Pango is not installed.",
            remedy="Ask your administrator to install it (on Debian and Ubuntu: libpango-1.0-0, "
            "libpangoft2-1.0-0, libharfbuzz-subset0). You can also use Print on the page.",
        ) from None
    pages = [_strip_controls(view.html) for view in views]
    return typeset_pdf(rendering.render("printed.html", title=title, foot=foot, pages=pages))


def _strip_controls(html: str) -> str:
    """Remove controls and links, but keep the words of links in cells and lists.

    Each mark becomes its own picture: a PDF cannot reuse one drawing from another.
    """
    without = _CONTROLS.sub(
        "", _LINKED_ITEM.sub(r"\1<span>\2</span>", _LINKED_CELL.sub(r"\1\2", html))
    )
    return _USED.sub(_write_picture, without)


def _write_picture(used: re.Match[str]) -> str:
    style = _CLASS.search(used[1])
    named = used[2] or used[3].replace("-", " ")  # a mark next to its word has no name
    return f'<img class="{style[1] if style else ""}" alt="{named}" src="mark:{used[3]}">'
