"""Pages as a PDF: the markup of the page, set with the stylesheet's print rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class PdfPart:
    """A page of the site in a PDF, with its name in the contents."""

    name: str
    view: PageView


def write_pdf(title: str, lines: Sequence[str], foot: str, parts: Sequence[PdfPart]) -> bytes:
    """Return the parts as one tagged PDF (PDF/UA-1), each starting on a new page.

    The first page has the title, the lines about the PDF, and the contents with page numbers, which
    are links. Links, forms and buttons of the parts are left out. `foot` is printed on every page.
    UserError if the system lacks Pango.
    """
    try:
        # Slow to import, and used only here.
        from layouts.exports.typeset.typesetting import typeset_pdf
    except OSError:
        raise UserError(
            "This server cannot write PDFs: Pango is not installed.",
            remedy="Ask your administrator to install it (on Debian and Ubuntu: libpango-1.0-0, "
            "libpangoft2-1.0-0, libharfbuzz-subset0). You can also use Print on the page.",
        ) from None
    pages = [(part.name, _strip_controls(part.view.html)) for part in parts]
    return typeset_pdf(
        rendering.render("printed.html", title=title, lines=lines, foot=foot, parts=pages)
    )


def _strip_controls(html: str) -> str:
    """Remove controls and links, but keep the words of links in cells and lists.

    Each mark becomes a picture of its own.
    """
    without = _CONTROLS.sub(
        "", _LINKED_ITEM.sub(r"\1<span>\2</span>", _LINKED_CELL.sub(r"\1\2", html))
    )
    return _USED.sub(_write_picture, without)


def _write_picture(used: re.Match[str]) -> str:
    style = _CLASS.search(used[1])
    named = used[2] or used[3].replace("-", " ")  # a mark next to its word has no name
    return f'<img class="{style[1] if style else ""}" alt="{named}" src="mark:{used[3]}">'
