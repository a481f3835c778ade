"""Markup as a PDF by Typst, with the pages' drawings and no other resources."""

from __future__ import annotations

from indicators.domain.operations.garbage_search import pause_garbage_search
from layouts.exports.typeset.cell_tags import tag_cells
from layouts.exports.typeset.document_source import write_document
from layouts.exports.typeset.pdf_compiler import compile_pdf


def typeset_pdf(html: str) -> bytes:
    """Return a page of `printed.html` as a tagged PDF (PDF/UA-1).

    UserError if it cannot be set.
    """
    with pause_garbage_search():
        source = write_document(html)
        return tag_cells(compile_pdf(source.text), source.tables)
