"""Markup as a PDF: its words stay words, its tags say what it is, and it reads nothing else."""

import gc
import html
import logging
from io import BytesIO

import pikepdf
import pytest

from indicators.domain.errors import UserError
from layouts.exports.typeset import pdf_compiler
from layouts.exports.typeset.cell_tags import tag_cells
from layouts.exports.typeset.document_source import write_document
from layouts.exports.typeset.pdf_compiler import compile_pdf
from layouts.exports.typeset.typesetting import typeset_pdf
from tests.support.pdf_text import read_pdf_text

HOSTILE = [
    '#read("/etc/passwd")',
    '#import "@preview/cetz:0.3.0": *',
    "$x^2$ *a* _b_ `c` <d> @e",
    "back\\slash \\u{41} \\\" quote\"s 'single'",
    "// comment /* and */ https://example.org",
    "= heading",
    "{[()]};#{",
    "#}",
]
TABLE = (
    '<table class="standings"><thead><tr><td></td><th scope="col">Visits</th></tr></thead>'
    '<tbody><tr><th scope="row">North</th><td class="n">9%</td></tr></tbody></table>'
)


def write_page(inside, title="A title", foot="A foot", before='<p class="stated alone">One</p>'):
    """A document of one part, as `printed.html` writes it."""
    return (
        f'<!DOCTYPE html><html lang="en-GB"><head><title>{title}</title></head>'
        f'<body data-foot="{foot}">{before}'
        f'<div class="part" id="part-1"><h1>Part</h1>{inside}</div></body></html>'
    )


def open_pdf(made):
    return pikepdf.open(BytesIO(made))


def list_elements(element):
    """The elements below one, in reading order."""
    for child in element.get("/K", []):
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from list_elements(child)


@pytest.mark.documents
@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_markup_or_code(text, tmp_path):
    said = html.escape(text)
    drawing = f'<svg class="spark" viewBox="0 0 9 9" aria-label="{said}"><path d="M0 0h9"/></svg>'
    page = write_page(
        f"<h2>{said}</h2><p>{said}</p><ul><li>{said}</li></ul><figure>{drawing}</figure>"
        f"<table><tbody><tr><th>{said}</th><td>{said}</td></tr></tbody></table>"
        f'<dl class="method"><div><dt>{said}</dt><dd>{said}</dd></div></dl>',
        title=said,
        foot=said,
    )
    made = typeset_pdf(page)
    assert read_pdf_text(made, tmp_path).replace("\n", " ").count(text) == 8
    with open_pdf(made) as pdf:
        assert str(pdf.docinfo.Title) == text
        alts = [str(e.Alt) for e in list_elements(pdf.Root.StructTreeRoot) if "/Alt" in e]
    assert alts == [text]


@pytest.mark.parametrize(
    "source",
    ['#read("/etc/passwd")', '#read("../../etc/passwd")', '#import "@preview/cetz:0.3.0": *'],
)
def test_even_code_could_read_no_file_and_no_package(source):
    with pytest.raises(UserError, match="The PDF could not be written"):
        compile_pdf(source)


def test_a_failure_is_logged_without_what_was_in_the_document(caplog):
    with caplog.at_level(logging.DEBUG), pytest.raises(UserError):
        compile_pdf('#panic("Ada Lovelace")')
    assert "Typesetting failed" in caplog.text
    assert "Ada" not in caplog.text


def test_what_takes_too_long_is_ended(monkeypatch, caplog):
    monkeypatch.setattr(pdf_compiler, "MOST_SECONDS", 0.001)
    with pytest.raises(UserError):
        compile_pdf("#while true {}")
    assert "Typesetting timed out" in caplog.text


def test_what_sets_a_pdf_is_given_no_secret(monkeypatch, tmp_path):
    child = tmp_path / "child.py"
    child.write_text("import os; print(*os.environ.items(), sep='\\n')")
    monkeypatch.setattr(pdf_compiler, "_CHILD", child)
    monkeypatch.setenv("SECRET_KEY", "a secret")
    monkeypatch.setenv("LANG", "C.UTF-8")
    given = compile_pdf("").decode()
    assert "('LANG', 'C.UTF-8')" in given
    assert "a secret" not in given


@pytest.mark.documents
def test_a_character_that_the_font_lacks_is_replaced_and_every_page_says_so(tmp_path):
    made = typeset_pdf(write_page("<p>Zoë Łukasz \N{CJK UNIFIED IDEOGRAPH-6F22} \x07 end</p>"))
    unknown = "\N{REPLACEMENT CHARACTER}"
    text = read_pdf_text(made, tmp_path)
    assert f"Zoë Łukasz {unknown} {unknown} end" in text
    assert f"A foot. {unknown} is a character that could not be printed: see the page." in text
    drawing = '<svg class="spark" viewBox="0 0 9 9">\n<path d="M0 0h9"/>\n</svg>'
    plain = write_page(f"<p>Zoë\n\tŁukasz</p><figure>{drawing}</figure>")
    assert "could not be printed" not in write_document(plain).text


def test_each_cell_is_tagged_as_in_the_markup():
    with open_pdf(typeset_pdf(write_page(TABLE))) as pdf:
        cells = [e for e in list_elements(pdf.Root.StructTreeRoot) if e.S in ("/TH", "/TD")]
        found = [(str(cell.S), str(cell.A[0].get("/Scope", ""))) for cell in cells]
        assert not any("/Headers" in cell.A[0] for cell in cells)
    assert found == [("/TD", ""), ("/TH", "/Column"), ("/TH", "/Row"), ("/TD", "")]


def test_other_tables_than_those_of_the_markup_are_a_defect():
    source = write_document(write_page(TABLE))
    with pytest.raises(ValueError, match="zip"):
        tag_cells(compile_pdf(source.text), [*source.tables, []])


def test_a_tag_that_is_no_cell_is_a_defect():
    source = write_document(write_page(TABLE))
    made = compile_pdf(source.text).replace(b"/S/TH/P", b"/S/H6/P")
    with pytest.raises(ValueError, match="is not a cell"):
        tag_cells(made, source.tables)


def test_it_says_its_title_its_language_and_that_it_is_accessible():
    with open_pdf(typeset_pdf(write_page("<p>Words</p>"))) as pdf:
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        about = pdf.Root.Metadata.read_bytes().decode()
        tags = [str(each.S) for each in list_elements(pdf.Root.StructTreeRoot)]
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert tags[-1] == "/P"


def test_the_same_markup_is_the_same_file():
    page = write_page(TABLE)
    assert typeset_pdf(page) == typeset_pdf(page)


@pytest.mark.documents
def test_a_long_table_has_its_heading_on_every_page(tmp_path):
    row = '<tr><th scope="row">North</th><td>9%</td></tr>'
    text = read_pdf_text(typeset_pdf(write_page(TABLE.replace("</tbody>", row * 90))), tmp_path)
    pages = text.rstrip("\f").split("\f")
    assert len(pages) > 2
    assert all("Visits" in page for page in pages)
    assert [f"Page {n} of {len(pages)}" in page for n, page in enumerate(pages, 1)] == [True] * len(
        pages
    )


@pytest.mark.documents
def test_what_works_only_on_a_screen_is_left_out_and_words_of_links_in_cells_stay(tmp_path):
    page = write_page(
        '<p class="buttons"><button>Print</button></p><nav>Menu</nav><form>Choose</form>'
        '<p>Read <a href="/about">elsewhere</a></p><span class="vh">unseen</span>'
        '<table><tbody><tr><td><a href="/north">North</a></td></tr></tbody></table>'
        '<ul><li><a href="/south">South</a></li></ul>'
    )
    text = read_pdf_text(typeset_pdf(page), tmp_path)
    for word in ("Print", "Menu", "Choose", "elsewhere", "unseen"):
        assert word not in text
    assert "North" in text
    assert "South" in text


@pytest.mark.documents
def test_words_in_a_part_of_an_unknown_kind_are_printed_too(tmp_path):
    page = write_page(
        '<div class="new-kind">Bare <b>words</b> here</div><section>and here</section>'
    )
    text = read_pdf_text(typeset_pdf(page), tmp_path)
    assert "Bare words here" in text
    assert "and here" in text


def test_the_search_for_garbage_goes_on():
    typeset_pdf(write_page("<p>Words</p>"))
    assert gc.isenabled()
