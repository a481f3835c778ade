"""Pages as a PDF: the markup of the page, set with the stylesheet's print rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from layouts.site import rendering
from layouts.site.page_view import PageView


@dataclass(frozen=True, slots=True)
class PdfPart:
    """A page of the site in a PDF, with its name in the contents."""

    name: str
    view: PageView


def write_pdf(title: str, lines: Sequence[str], foot: str, parts: Sequence[PdfPart]) -> bytes:
    """Return the parts as one tagged PDF (PDF/UA-1), each starting on a new page.

    The first page has the title, the lines about the PDF, and the contents with page numbers, which
    are links. Links, forms and buttons of the parts are left out. `foot` is printed on every page.
    UserError if it cannot be set.
    """
    # Slow to import, and used only here.
    from layouts.exports.typeset.typesetting import typeset_pdf

    pages = [(part.name, part.view.html) for part in parts]
    return typeset_pdf(
        rendering.render("printed.html", title=title, lines=lines, foot=foot, parts=pages)
    )
