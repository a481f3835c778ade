"""Markup as a PDF by WeasyPrint, with the pages' stylesheet, drawings and no other resources."""

from __future__ import annotations

import logging

from indicators.domain.operations.garbage_search import pause_garbage_search
from layouts.exports.typeset.drawings import DrawingFetcher, KeptDrawings, take_out_drawings
from layouts.exports.typeset.parsed_markup import ParsedMarkup
from layouts.exports.typeset.style_subset import choose_style

# WeasyPrint logs every rule that applies only to screens, hundreds of lines.
logging.getLogger("weasyprint").setLevel(logging.CRITICAL)


def typeset_pdf(html: str) -> bytes:
    """Return the markup as a tagged PDF (PDF/UA-1). A picture at `mark:<name>` is that mark."""
    with pause_garbage_search():
        markup, drawings = take_out_drawings(html)
        document = ParsedMarkup(markup, DrawingFetcher(drawings))
        made: bytes = document.write_pdf(
            stylesheets=[choose_style(document.list_class_names())],
            pdf_variant="pdf/ua-1",
            cache=KeptDrawings(),
        )
    return made
