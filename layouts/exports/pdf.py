"""Pages as a PDF: the markup that the browser is given, set by the stylesheet's print rules."""

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
_FOR_HANDS = re.compile(r"<(header|footer|form|nav|noscript|script|a)\b.*?</\1>", re.DOTALL)
_CLASS = re.compile(r'class="([^"]*)"')


def write_pdf(title: str, foot: str, views: Sequence[PageView]) -> bytes:
    """The views, each from a new page on, as one tagged PDF (PDF/UA-1), without what is there to
    be clicked or filled in; `foot` stands on every page.

    UserError where the system lacks what the pages are set with.
    """
    try:
        from layouts.exports.typesetting import typeset  # slow to start, and wanted by nothing else
    except OSError:
        raise UserError(
            "This machine cannot write PDFs: Pango is not installed.",
            remedy="Whoever runs the dashboard can install it (on Debian and Ubuntu: "
            "libpango-1.0-0, libpangoft2-1.0-0, libharfbuzz-subset0). The page's own Print works.",
        ) from None
    pages = [_for_paper(view.html) for view in views]
    return typeset(rendering.render("printed.html", title=title, foot=foot, pages=pages))


def _for_paper(html: str) -> str:
    """Without controls; a cell keeps the words of its link, which on paper leads nowhere. Each mark
    is a picture of its own: in print one drawing cannot be used from another.
    """
    without = _FOR_HANDS.sub("", _LINKED_CELL.sub(r"\1\2", html))
    return _USED.sub(_picture, without)


def _picture(used: re.Match[str]) -> str:
    style = _CLASS.search(used[1])
    named = used[2] or used[3].replace("-", " ")  # one that stands beside its word has no name
    return f'<img class="{style[1] if style else ""}" alt="{named}" src="mark:{used[3]}">'
