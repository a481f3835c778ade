"""Markup as a PDF: which rules are tried, how drawings are said, and what stays as it was."""

import gc

import pytest

pytest.importorskip("weasyprint", exc_type=OSError)
from weasyprint import HTML

from layouts.exports.typeset.drawings import KeptDrawing, read_marks, take_out_drawings
from layouts.exports.typeset.parsed_markup import ParsedMarkup
from layouts.exports.typeset.style_subset import choose_style, write_style
from layouts.exports.typeset.typesetting import typeset_pdf

pytestmark = pytest.mark.documents
BAR = (
    '<svg class="bar" width="9" viewBox="0 0 9 9" role="img" aria-label="8% to 9%">'
    '<path d="M0 0h9"/></svg>'
)


def test_a_drawing_becomes_a_picture_that_says_the_same():
    markup, drawings = take_out_drawings(f"<td>{BAR}</td><td>{BAR}</td>")
    picture = '<img class="bar" alt="8% to 9%" src="drawing:0">'
    assert markup == f"<td>{picture}</td><td>{picture}</td>"
    assert list(drawings) == ["drawing:0"]
    assert 'viewBox="0 0 9 9"' in drawings["drawing:0"]


def test_the_title_of_a_drawing_comes_before_its_label():
    titled = BAR.replace("<path", "<title>Up &amp; down</title><path")
    assert 'alt="Up &amp; down"' in take_out_drawings(titled)[0]


def test_only_rules_for_classes_that_are_there_are_tried():
    some, none = (write_style(frozenset(names)) for names in (["printed", "standings"], []))
    assert ".printed .standings td{" in some
    assert ".compare td{" in write_style(frozenset({"compare"}))
    assert ".compare td{" not in some
    assert ".printed" not in none
    assert "td{" in none
    assert "@page pack {" in none


def test_a_rule_for_drawings_applies_to_their_pictures():
    assert ".printed .range img{" in write_style(frozenset({"printed", "range"}))
    assert choose_style(frozenset({"range"})) is choose_style(frozenset({"range"}))


def test_the_document_is_the_one_that_weasyprint_would_have_parsed():
    markup = (
        '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Ä – ✓</title></head>'
        '<body class="printed"><section><p>One<br>two &amp; three<ul><li>a<li>b</ul>'
        "<dl><div><dt>x</dt><dd>y</dd></div></dl><table><thead><tr><th>1</th></tr></thead>"
        "<tbody><tr><td hidden>é</td></tr></tbody></table></section></body></html>"
    )
    ours, theirs = (
        [(e.tag, e.attrib, (e.text or "").strip()) for e in parsed.etree_element.iter()]
        for parsed in (ParsedMarkup(markup, None), HTML(string=markup))
    )
    assert ours == theirs


class Stream:
    """A page's content."""

    _resources = object()

    def __init__(self) -> None:
        self.stream = [b"before"]


class Picture:
    """A drawing that counts how often it was worked out."""

    drawn = 0

    def get_intrinsic_size(self) -> None: ...

    def draw(self, stream: Stream, width: float, height: float, _style: None) -> None:
        self.drawn += 1
        stream.stream += [b"%d %d re" % (width, height)]


def test_a_mark_is_worked_out_once_for_each_size():
    picture = Picture()
    kept, pages = KeptDrawing(picture), [Stream(), Stream(), Stream()]
    for page, size in zip(pages, (9, 9, 12), strict=True):
        kept.draw(page, size, size, None)
    assert picture.drawn == 2
    assert pages[0].stream == pages[1].stream == [b"before", b"", b"9 9 re"]
    assert pages[2].stream[-1] == b"12 12 re"


def test_a_pdf_is_written_and_the_search_for_garbage_goes_on():
    mark = next(iter(read_marks()))
    made = typeset_pdf(f'<html lang="en"><body><img alt="Tick" src="{mark}"></body></html>')
    assert made.startswith(b"%PDF")
    assert gc.isenabled()


def test_na_is_not_broken_after_its_slash():
    cell = '<p style="width: 1px">{}</p>'
    style = choose_style(frozenset({"whole"}))
    one, two = (
        ParsedMarkup(cell.format(text), None).render(stylesheets=[style])
        for text in ("for N/A", "for N/B")
    )
    assert (count_lines(one), count_lines(two)) == (2, 3)


def count_lines(document):
    boxes = document.pages[0]._page_box.descendants()
    return sum(type(box).__name__ == "LineBox" for box in boxes)
